package io.flatness.core.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A demand on a measured value.
 *
 * @param metric identifier of a metric
 * @param problem identifier of a problem, or {@code null} for all
 * @param transform identifier of a transform; {@code identity} for the untransformed point
 * @param op the comparison
 * @param value its right-hand side; may be infinite
 * @param tolerance relative tolerance of the comparison
 * @param places marks of the keys' values, for messages
 * @param mark where it starts
 */
public record ExpectSpec(
        String metric,
        @Nullable String problem,
        String transform,
        Op op,
        double value,
        double tolerance,
        Map<String, Mark> places,
        Mark mark) {
    /** Place of the value of a key, or of the entry. */
    public Mark place(String key) {
        return places.getOrDefault(key, mark);
    }

    /** A comparison. */
    public enum Op {
        /** measured &lt; value. */
        LESS("<"),
        /** measured ≤ value. */
        AT_MOST("<="),
        /** measured &gt; value. */
        GREATER(">"),
        /** measured ≥ value. */
        AT_LEAST(">="),
        /** measured = value. */
        EQUAL("=="),
        /** measured ≠ value. */
        DIFFERENT("!=");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        /** As written in an experiment. */
        public String sign() {
            return sign;
        }

        /** All comparisons by their sign. */
        public static Map<String, Op> bySign() {
            Map<String, Op> ops = new LinkedHashMap<>();
            for (Op op : values()) {
                ops.put(op.sign, op);
            }
            return ops;
        }

        /** Whether the comparison holds up to a relative tolerance. */
        public boolean holds(double measured, double wanted, double tolerance) {
            double slack = Double.isInfinite(wanted) ? 0 : tolerance * Math.max(Math.abs(wanted), Double.MIN_NORMAL);
            return switch (this) {
                case LESS -> measured < wanted + slack;
                case AT_MOST -> measured <= wanted + slack;
                case GREATER -> measured > wanted - slack;
                case AT_LEAST -> measured >= wanted - slack;
                case EQUAL -> measured == wanted || Math.abs(measured - wanted) <= slack;
                case DIFFERENT -> !(measured == wanted || Math.abs(measured - wanted) <= slack);
            };
        }
    }
}
