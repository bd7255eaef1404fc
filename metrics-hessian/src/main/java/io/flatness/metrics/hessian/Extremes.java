package io.flatness.metrics.hessian;

import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.Context;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.SymmetricOperator;

/** Extreme eigenpairs of a curvature matrix: from the matrix itself where it is small, by Lanczos otherwise. */
final class Extremes {
    private Extremes() {}

    static EigenPairs of(
            Curvature curvature,
            int count,
            SpectrumEnd which,
            double tolerance,
            int maxProducts,
            MetricContext context) {
        if (curvature.dimension() <= Curvature.SMALL) {
            return curvature.dense(context).extreme(curvature.eigen(context), count, which);
        }
        Lanczos lanczos = new Lanczos(count, which, tolerance, 1, maxProducts);
        return lanczos.solve(
                watched(curvature.operator(), context), context.random("hessian.lanczos"), context.linearAlgebra());
    }

    /** The same products, stopping when the run is interrupted. */
    static SymmetricOperator watched(SymmetricOperator operator, Context context) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return operator.dimension();
            }

            @Override
            public void apply(double[] x, double[] into) {
                context.checkCancelled();
                operator.apply(x, into);
            }

            @Override
            public void applyBlock(double[][] xs, double[][] into) {
                context.checkCancelled();
                operator.applyBlock(xs, into);
            }
        };
    }
}
