package io.flatness.metrics.invariant;

import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.numerics.SpectralInfimum;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The smallest spectral norm of the Hessian that any rescaling of the same function shows, with a proved lower bound ({@link
 * SpectralInfimum}). Where the top eigenvalue is simple, the masses of its eigenvector in the layers are equal at the
 * minimum.
 */
final class OrbitMinimalSpectralNorm implements Metric {
    private static final int MAX_PRODUCTS = 3000;
    private static final double CERTIFIED = 1e-6;

    private final Level group;

    OrbitMinimalSpectralNorm(OrbitMinimalSpectralNormParameters parameters) {
        this.group = parameters.group();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<String> obstacle = Architectures.obstacleToRescaling(minimum.surface());
        if (obstacle.isPresent()) {
            return Measurement.notApplicable(obstacle.get());
        }
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        RescalingGroup orbit = RescalingGroup.of(network.architecture(), group);
        double[] diagonal = minimum.surface()
                .as(ExactCurvature.class)
                .map(curvature -> curvature.hessianDiagonal(minimum.theta()))
                .orElse(null);
        SpectralInfimum.Infimum found = least(orbit, minimum, diagonal, context);
        if (found.here() == 0) {
            throw new MeasurementException("the Hessian is zero at this point: every rescaling has norm 0");
        }
        boolean certified = found.gap() <= CERTIFIED;
        Measurement measured = certified
                ? Measurement.exact(found.value())
                : Measurement.upperBound(found.value())
                        .remark("no proof that this is the minimum to six digits: see details.lowerBound");
        if (!found.attained()) {
            measured = measured.remark("the infimum is not attained: some rescalings make parameters grow and none"
                    + " shrink, and take their curvature to zero");
        }
        return measured.converged(certified)
                .with("spectralNorm", found.here())
                .with("lowerBound", found.lowerBound())
                .with("attained", found.attained())
                .with("blockMasses", masses(minimum, found.masses()))
                .with("coordinates", orbit.dimension())
                .with("logScales", found.point());
    }

    private static SpectralInfimum.Infimum least(
            RescalingGroup orbit, Minimum minimum, double @Nullable [] diagonal, MetricContext context) {
        try {
            return new SpectralInfimum(
                            context.linearAlgebra(),
                            () -> context.random("orbit-spectral"),
                            context::checkCancelled,
                            MAX_PRODUCTS)
                    .over(orbit, minimum.surface().hessianAt(minimum.theta()), diagonal);
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("the Hessian at the point is not finite: " + overflow.getMessage());
        }
    }

    private static Map<String, Object> masses(Minimum minimum, double[] all) {
        Map<String, Object> masses = new LinkedHashMap<>();
        for (Block block : minimum.surface().layout().blocks()) {
            double mass = 0;
            for (int k = block.offset(); k < block.end(); k++) {
                mass += all[k];
            }
            masses.put(block.name(), mass);
        }
        return masses;
    }

    @Override
    public Set<Invariance> invariances() {
        return group == Level.LAYER
                ? Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SOFTMAX_SHIFT)
                : Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SOFTMAX_SHIFT);
    }
}
