package io.flatness.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an analysis.
 *
 * @param problem the problem it is about, or {@code null} when it is about several
 * @param status whether there is an answer
 * @param reason why there is none, or {@code null}
 * @param values the answer, by camelCase name; numbers, booleans, strings, arrays, lists and maps
 * @param findings what it comes to, in sentences
 */
public record AnalysisReport(
        @Nullable String problem,
        Measurement.Status status,
        @Nullable String reason,
        Map<String, Object> values,
        List<Finding> findings) {
    /** Copies the values, keeping the order of a map that has one and sorting the keys of any other. */
    public AnalysisReport {
        values = Ordered.copy(values);
        findings = List.copyOf(findings);
    }

    /** An answer, or none, without a sentence. */
    public AnalysisReport(
            @Nullable String problem, Measurement.Status status, @Nullable String reason, Map<String, Object> values) {
        this(problem, status, reason, values, List.of());
    }

    /** The same with one more picture. */
    public AnalysisReport with(Figure figure) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        List<Object> figures = new ArrayList<>();
        if (values.get("figures") instanceof List<?> earlier) {
            figures.addAll(earlier);
        }
        figures.add(figure.values());
        more.put("figures", figures);
        return new AnalysisReport(problem, status, reason, more, findings);
    }

    /** The same with one more sentence. */
    public AnalysisReport with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new AnalysisReport(problem, status, reason, values, more);
    }

    /** An answer about one problem. */
    public static AnalysisReport measured(@Nullable String problem, Map<String, Object> values) {
        return new AnalysisReport(problem, Measurement.Status.MEASURED, null, values);
    }

    /**
     * Asks a question of every problem by itself: one that has no answer does not silence the others. A refusal
     * ({@link RefusedException}) makes the question not applicable, a {@link MeasurementException} makes it fail, each with
     * its reason.
     *
     * @param question from a problem's identifier to its answer
     */
    public static List<AnalysisReport> each(AnalysisContext context, Function<String, AnalysisReport> question) {
        return context.problems().stream()
                .map(problem -> answer(problem, question))
                .toList();
    }

    /** Asks a question of one problem; what refuses or fails is an answer with its reason, as in {@link #each}. */
    public static AnalysisReport answer(String problem, Function<String, AnalysisReport> question) {
        try {
            return question.apply(problem);
        } catch (RefusedException e) {
            return new AnalysisReport(problem, Measurement.Status.NOT_APPLICABLE, e.getMessage(), Map.of());
        } catch (MeasurementException e) {
            return new AnalysisReport(problem, Measurement.Status.FAILED, e.getMessage(), Map.of());
        }
    }
}
