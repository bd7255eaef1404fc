package io.flatness.analyses;

import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import org.jspecify.annotations.Nullable;

/**
 * A metric at two points that represent the same function.
 *
 * @param verdict whether it changed
 * @param change |after − before| / max(|before|, |after|), or {@code null} where one is not finite
 * @param reason why nothing can be decided, or {@code null}
 */
record Comparison(
        Verdict verdict, @Nullable Double change, @Nullable String reason) {
    /**
     * How much may differ.
     *
     * @param exact relative margin between values that are exact up to rounding and the tolerance of their solvers
     * @param search relative margin between estimates and results of a search
     * @param z standard errors that count as certain, corrected for the number of comparisons
     */
    record Margins(double exact, double search, double z) {
        double of(Measurement before, Measurement after) {
            return isExact(before) && isExact(after) ? exact : search;
        }

        private static boolean isExact(Measurement measurement) {
            return measurement.kind() == ValueKind.EXACT && measurement.converged();
        }
    }

    static Comparison of(Measurement before, Measurement after, Margins margins) {
        boolean infiniteBefore = infinite(before);
        boolean infiniteAfter = infinite(after);
        if (before.kind() == ValueKind.UNDEFINED || after.kind() == ValueKind.UNDEFINED) {
            return new Comparison(Verdict.UNDECIDED, null, "the metric has no value at one of the points");
        }
        if (infiniteBefore && infiniteAfter) {
            return before.value() == after.value()
                    ? new Comparison(Verdict.UNDECIDED, null, "infinite at both points, which orders nothing")
                    : new Comparison(Verdict.CHANGED, null, null);
        }
        if (infiniteBefore || infiniteAfter) {
            return new Comparison(Verdict.CHANGED, null, null);
        }
        double scale = Math.max(Math.abs(before.value()), Math.abs(after.value()));
        if (scale == 0) {
            return new Comparison(Verdict.UNDECIDED, 0.0, "zero at both points");
        }
        double change = Math.abs(after.value() / scale - before.value() / scale);
        double error = margins.z * Math.hypot(error(before) / scale, error(after) / scale);
        double margin = margins.of(before, after);
        if (change + error <= margin) {
            return new Comparison(Verdict.INVARIANT, change, null);
        }
        if (change - error > margin) {
            return new Comparison(Verdict.CHANGED, change, null);
        }
        return new Comparison(
                Verdict.UNDECIDED,
                change,
                "the standard errors are too large: ask for more probes or a lower tolerance");
    }

    static boolean infinite(Measurement measurement) {
        return measurement.kind() == ValueKind.DIVERGENT || Double.isInfinite(measurement.value());
    }

    static double error(Measurement measurement) {
        Double error = measurement.standardError();
        return error == null ? 0 : error;
    }
}
