package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Invariance;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code hessian-weighted-trace}: Σ θᵢ² Hᵢᵢ, or ‖θ‖² tr H. */
record WeightedTraceParameters(
        @Param(doc = "parameters: the sum of θᵢ² Hᵢᵢ; squared-norm: the trace times ‖θ‖²", defaultValue = "parameters")
        TraceWeights weights,

        @Param(doc = "number of random vectors; until the tolerance is reached when left out", optional = true)
        @Nullable
        Integer probes,

        @Param(doc = "half the width of the 95 % interval asked for, relative to the value", defaultValue = "1e-2")
        double tolerance,

        @Param(doc = "products with the matrix allowed", defaultValue = "10000")
        int maxProducts,

        @Included Selection selection) {
    WeightedTraceParameters {
        Checks.probes(probes);
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
    }

    Metric metric() {
        WeightedTrace measure = new WeightedTrace(weights, probes == null ? 0 : probes, tolerance, maxProducts);
        CurvatureMetric metric = new CurvatureMetric(selection, measure).with(measure::scaled);
        // A shift of the logits moves the biases, which the weights count. Rescalings take from θ² what they give to H.
        return metric.invariantUnder(
                weights == TraceWeights.PARAMETERS
                        ? Set.of(
                                Invariance.PERMUTATION,
                                Invariance.SIGN_FLIP,
                                Invariance.LAYER_RESCALING,
                                Invariance.NODE_RESCALING)
                        : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP));
    }
}
