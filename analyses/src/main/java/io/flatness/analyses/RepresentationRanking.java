package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Do models keep their order when their inputs or outputs are written in another, equivalent way? */
final class RepresentationRanking {
    private RepresentationRanking() {}

    /**
     * The parameters.
     *
     * @param metric a metric to rank by under changes of the inputs
     * @param representations the changes of the inputs
     * @param reference the problem whose outputs are the truth, for criteria on the outputs
     */
    record Parameters(
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
        Parameters {
            representations = List.copyOf(representations);
            if (metric == null && reference == null) {
                throw new InvalidParameterException(
                        "",
                        "give a metric (to rank under changes of the inputs), a reference problem (to rank by distance"
                                + " to its outputs), or both");
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> Rankings.reports(context, parameters);
    }
}
