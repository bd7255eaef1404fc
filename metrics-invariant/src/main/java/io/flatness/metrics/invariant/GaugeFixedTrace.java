package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/** The Hessian trace at the gauge of smallest weights ({@link Gauge}), exact for piecewise-linear networks. */
final class GaugeFixedTrace implements Metric {
    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<String> obstacle = Architectures.obstacleToRescaling(minimum.surface());
        if (obstacle.isPresent()) {
            return Measurement.notApplicable(obstacle.get());
        }
        Optional<ExactCurvature> curvature = minimum.surface().as(ExactCurvature.class);
        if (curvature.isEmpty()) {
            return Measurement.notApplicable("the surface offers no exact diagonal of its Hessian");
        }
        Gauge gauge = Gauge.of(minimum, context);
        double[] diagonal = curvature.get().hessianDiagonal(minimum.theta());
        double[] inverse = gauge.inverse();
        double sum = 0;
        for (int k = 0; k < diagonal.length; k++) {
            sum += inverse[k] * diagonal[k] * inverse[k];
        }
        return Measurement.exact(sum)
                .converged(gauge.imbalance() <= Gauge.REACHED)
                .with("squaredNorm", gauge.squaredNorm())
                .with("imbalance", gauge.imbalance());
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.PERMUTATION);
    }
}
