package io.flatness.core.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The problems to which an entry applies.
 *
 * @param names as in {@code problems:}, or {@code null} for all
 */
public record ProblemScope(@Nullable List<String> names) {
    /** Every problem. */
    public static final ProblemScope ALL = new ProblemScope(null);

    /** Whether the entry applies to a problem. */
    public boolean allows(PlannedProblem problem) {
        return names == null || names(problem);
    }

    /** Whether the entry names the problem. */
    public boolean names(PlannedProblem problem) {
        return names != null && names.stream().anyMatch(problem::named);
    }
}
