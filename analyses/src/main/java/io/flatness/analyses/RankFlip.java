package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;

/** Two networks and a metric: a certified rewriting of one that reverses which is flatter, or why there is none. */
public final class RankFlip implements AnalysisFactory<RankFlip.Parameters> {
    /** Found by {@link java.util.ServiceLoader}. */
    public RankFlip() {}

    /**
     * The parameters.
     *
     * @param metric id of the metric
     * @param maxLog2 largest exponent of two that is tried
     */
    public record Parameters(
            @Param(doc = "id of a metric of the experiment") String metric,

            @Param(doc = "largest exponent of two that is tried; 1 to 300", defaultValue = "40")
            int maxLog2) {
        /** Checks the range. */
        public Parameters {
            if (maxLog2 < 1 || maxLog2 > 300) {
                throw new InvalidParameterException("maxLog2", "maxLog2 is " + maxLog2 + "; allowed are 1 to 300");
            }
        }
    }

    @Override
    public String name() {
        return "rank-flip";
    }

    @Override
    public String description() {
        return "Finds a function-preserving rescaling that reverses which of two networks is called flatter.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Analysis create(Parameters parameters) {
        return context -> List.of(new Flip(context, parameters).report());
    }
}
