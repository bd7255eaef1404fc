package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;

/** What a correlation between flatness and generalization is worth: before and after rewriting the same networks. */
final class Correlation {
    private Correlation() {}

    /** What generalization is. */
    enum Gap {
        /** Test loss minus training loss. */
        LOSS,
        /** Training accuracy minus test accuracy. */
        ACCURACY
    }

    /**
     * The parameters.
     *
     * @param gap what is correlated with
     * @param log2Range range of the random exponents
     * @param draws random rewritings of all networks
     * @param resamples bootstrap samples behind the intervals
     */
    record Parameters(
            @Param(
                    doc = "generalization gap: loss (test minus training) or accuracy (training minus test)",
                    defaultValue = "loss")
            Gap gap,

            @Param(doc = "random exponents of two are uniform in -log2Range … log2Range; 1 to 300", defaultValue = "6")
            int log2Range,

            @Param(
                    doc = "random rewritings; the first is measured, the others follow from the metric's scaling law",
                    defaultValue = "20")
            int draws,

            @Param(doc = "bootstrap samples for the 95 % intervals of τ; at least 100", defaultValue = "1000")
            int resamples) {
        Parameters {
            require("log2Range", log2Range, 1, 300);
            require("draws", draws, 1, 100_000);
            require("resamples", resamples, 100, 1_000_000);
        }

        private static void require(String parameter, int value, int least, int most) {
            if (value < least || value > most) {
                throw new InvalidParameterException(
                        parameter, parameter + " is " + value + "; allowed are " + least + " to " + most);
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> Study.reports(context, parameters);
    }
}
