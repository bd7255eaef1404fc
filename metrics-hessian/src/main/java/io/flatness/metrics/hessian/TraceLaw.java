package io.flatness.metrics.hessian;

import io.flatness.spi.MetricContext;
import io.flatness.spi.PowerSum;
import io.flatness.spi.loss.Block;
import java.util.Optional;
import java.util.OptionalDouble;

/** tr(D H D) = Σ h_kk / factor_k², a posynomial where no h_kk is negative. */
final class TraceLaw implements CurvatureLaw {
    /** What rounding may leave below zero of an entry that is zero, relative to the largest. */
    private static final double ROUNDING = 1e-12;

    @Override
    public OptionalDouble valueUnder(Curvature curvature, double[] factors, MetricContext context) {
        return Trace.scaled(curvature, factors, context);
    }

    @Override
    public Optional<PowerSum> powerSum(Curvature curvature, MetricContext context) {
        return ExactDiagonal.of(curvature, Curvature.SMALL, context).flatMap(diagonal -> sum(curvature, diagonal));
    }

    private static Optional<PowerSum> sum(Curvature curvature, double[] diagonal) {
        double largest = 0;
        for (double h : diagonal) {
            largest = Math.max(largest, Math.abs(h));
        }
        double[] all = new double[curvature.minimum().theta().length];
        int from = 0;
        for (Block block : curvature.blocks()) {
            for (int k = block.offset(); k < block.end(); k++) {
                double h = diagonal[from++];
                if (h < -ROUNDING * largest) {
                    return Optional.empty();
                }
                all[k] = Math.max(0, h);
            }
        }
        return Optional.of(new PowerSum(all, -2, 1));
    }
}
