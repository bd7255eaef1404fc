package io.flatness.core.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes so that all of them are reported together, each once. */
public final class Findings {
    /** More than anybody reads. */
    private static final int MOST = 200;

    private final Set<Finding> found = new LinkedHashSet<>();
    private int reported;

    /** Adds a mistake at a place. */
    public void add(Mark mark, String message) {
        reported++;
        if (found.size() < MOST) {
            found.add(mark.finding(message));
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How often a mistake was reported, the same one again included. */
    public int count() {
        return reported;
    }

    /** Whether so many were found that looking for more is of no use. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    /** Throws everything found, in the order of the file. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            List<Finding> sorted = new ArrayList<>(found);
            sorted.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
            throw new InvalidExperimentException(sorted);
        }
    }
}
