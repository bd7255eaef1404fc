package io.flatness.spi;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.Map;
import java.util.Optional;

/** A loss surface and a way to its minimum. */
public interface Problem {
    /**
     * The point to start from: given weights, or the seeded initialization before training. Used to check transforms
     * before a run.
     */
    Minimum initial();

    /**
     * The point to measure: trains when the problem asks for it, deterministically in the seed, and otherwise returns
     * {@link #initial()}.
     */
    default Solution solve(ProblemContext context) {
        return new Solution(initial(), Map.of());
    }

    /** The same network on held-out data, if any. */
    default Optional<EmpiricalRisk> test() {
        return Optional.empty();
    }

    /** Bytes that the data of the problem take in memory as long as it is measured; 0 when there are none to speak of. */
    default long dataBytes() {
        return 0;
    }

    /** What else the results should say of the problem, by camelCase name (the number format of the details). */
    default Map<String, Object> facts() {
        return Map.of();
    }

    /**
     * A point and how it was reached.
     *
     * @param minimum the point
     * @param training what the results say under {@code train}; empty when nothing was trained
     */
    record Solution(Minimum minimum, Map<String, Object> training) {}
}
