package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Do models keep their order when their inputs or outputs are written in another, equivalent way? */
public final class RepresentationRanking implements AnalysisFactory<RepresentationRanking.Parameters> {
    /** Found by {@link java.util.ServiceLoader}. */
    public RepresentationRanking() {}

    /**
     * The parameters.
     *
     * @param metric a metric to rank by under changes of the inputs
     * @param representations the changes of the inputs
     * @param reference the problem whose outputs are the truth, for criteria on the outputs
     */
    public record Parameters(
            @Param(doc = "id of a metric to rank by in every representation of the inputs", optional = true) @Nullable
            String metric,

            @Param(
                    doc = "transforms of the inputs",
                    defaultValue = "[input-standardization, input-whitening, input-gaussianization]")
            List<String> representations,

            @Param(
                    doc =
                            "id of the problem whose outputs are the truth: the others are ranked by mean squared error and"
                                    + " earth-mover distance to them, raw, standardized, whitened and cubed",
                    optional = true)
            @Nullable
            String reference) {
        /** Checks that there is something to rank by. */
        public Parameters {
            representations = List.copyOf(representations);
            if (metric == null && reference == null) {
                throw new InvalidParameterException(
                        "",
                        "give a metric (to rank under changes of the inputs), a reference problem (to rank by distance"
                                + " to its outputs), or both");
            }
        }
    }

    @Override
    public String name() {
        return "representation-ranking";
    }

    @Override
    public String description() {
        return "Ranks models in several representations of their inputs and outputs (Section 5.2, Appendix C).";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Analysis create(Parameters parameters) {
        return context -> List.of(new Rankings(context, parameters).report());
    }
}
