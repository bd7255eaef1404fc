package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;

/** Two networks and a metric: a certified rewriting of one that reverses which is flatter, or why there is none. */
final class RankFlip {
    private RankFlip() {}

    /**
     * The parameters.
     *
     * @param metric id of the metric
     * @param maxLog2 largest exponent of two that is tried
     */
    record Parameters(
            @Param(doc = "id of a metric of the experiment") String metric,

            @Param(doc = "largest exponent of two that is tried; 1 to 300", defaultValue = "40")
            int maxLog2) {
        Parameters {
            if (maxLog2 < 1 || maxLog2 > 300) {
                throw new InvalidParameterException("maxLog2", "maxLog2 is " + maxLog2 + "; allowed are 1 to 300");
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> Flip.reports(context, parameters);
    }
}
