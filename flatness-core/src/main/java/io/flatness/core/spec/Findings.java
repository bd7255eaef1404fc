package io.flatness.core.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects mistakes so that all of them are reported together. */
public final class Findings {
    private final List<Finding> found = new ArrayList<>();

    /** Adds a mistake at a place. */
    public void add(Mark mark, String message) {
        Finding finding = mark.finding(message);
        if (!found.contains(finding)) {
            found.add(finding);
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many there are. */
    public int count() {
        return found.size();
    }

    /** Throws everything found, in the order of the file. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
            throw new InvalidExperimentException(found);
        }
    }
}
