package io.flatness.metrics.invariant;

import io.flatness.numerics.ScaledOperator;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/** The spectral norm of the Hessian at the gauge of smallest weights ({@link Gauge}). */
final class GaugeFixedSpectralNorm implements Metric {
    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<String> obstacle = Architectures.obstacleToRescaling(minimum.surface());
        if (obstacle.isPresent()) {
            return Measurement.notApplicable(obstacle.get());
        }
        Gauge gauge = Gauge.of(minimum, context);
        TopPair top = TopPair.of(
                new ScaledOperator(minimum.surface().hessianAt(minimum.theta()), gauge.inverse()),
                "gauge-fixed",
                context);
        return Measurement.exact(Math.abs(top.value()))
                .converged(top.converged() && gauge.imbalance() <= Gauge.REACHED)
                .with("eigenvalue", top.value())
                .with("residual", top.residual())
                .with("squaredNorm", gauge.squaredNorm())
                .with("imbalance", gauge.imbalance());
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.PERMUTATION);
    }
}
