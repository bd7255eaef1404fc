package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import java.util.List;

/**
 * An estimate and the doubts about it: a number that passes every check is an estimate, any other is no value.
 *
 * @param value the number
 * @param standardError of it
 * @param doubts reasons not to trust it; empty for none
 */
record Verdict(double value, double standardError, List<String> doubts) {
    /** The measurement: the number, or {@code undefined} with the number in {@code details.estimate}. */
    Measurement measurement(String remark) {
        if (doubts.isEmpty()) {
            return Measurement.estimate(value, standardError).remark(remark);
        }
        return Measurement.undefined(String.join("; ", doubts) + "; details.estimate is the number that was found")
                .converged(false)
                .with("estimate", value)
                .with("estimateStandardError", standardError);
    }
}
