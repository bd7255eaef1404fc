package io.flatness.metrics.sharpness;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.numerics.TrustRegion;
import io.flatness.spi.Context;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;
import org.jspecify.annotations.Nullable;

/**
 * Slope and curvature at the point, in the coordinates of a chart; the same for every radius.
 *
 * @param gradient at the point
 * @param eigen the whole Hessian where it is small
 * @param top unit eigenvector of the largest eigenvalue, as far as it was computed
 * @param evaluations loss-equivalents that it took
 */
record Foundation(double[] gradient, @Nullable SymmetricEigen eigen, double[] top, double evaluations) {
    /** Largest dimension whose Hessian is decomposed in full. */
    private static final int DENSE = 200;

    private static final double TOLERANCE = 1e-6;
    private static final double EIGENVECTOR_TOLERANCE = 1e-2;
    private static final int MOST_PRODUCTS = 40;

    /**
     * Computes it.
     *
     * @param coarse where an eigenvector of a large Hessian, which is but a start, may be computed
     * @throws MeasurementException when the Hessian is not finite
     */
    static Foundation of(Terrain terrain, Terrain coarse, Context context) {
        double before = terrain.evaluations() + (coarse == terrain ? 0 : coarse.evaluations());
        int n = terrain.chart().size();
        double[] gradient = terrain.at(new double[n]).gradient();
        try {
            if (n <= DENSE) {
                SymmetricEigen eigen = DenseSymmetric.of(terrain.hessian()).eigen(context.linearAlgebra());
                terrain.spendProducts(n);
                double spent = terrain.evaluations() + (coarse == terrain ? 0 : coarse.evaluations()) - before;
                return new Foundation(gradient, eigen, eigen.vectors()[0], spent);
            }
            EigenPairs pairs = new Lanczos(1, SpectrumEnd.LARGEST, EIGENVECTOR_TOLERANCE, 1, MOST_PRODUCTS)
                    .solve(coarse.hessian(), context.commonRandom("sharpness/lanczos"), context.linearAlgebra());
            coarse.spendProducts(pairs.products());
            double spent = terrain.evaluations() + (coarse == terrain ? 0 : coarse.evaluations()) - before;
            return new Foundation(gradient, null, pairs.vectors()[0], spent);
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("the Hessian at the point is not finite: " + overflow.getMessage());
        }
    }

    /** The maximum of g·y + ½ yᵀHy over ‖y‖₂ ≤ radius; by a Krylov space where the Hessian is large. */
    TrustRegion.Solution model(Terrain terrain, double radius, MetricContext context) {
        if (eigen != null) {
            return TrustRegion.maximize(eigen, gradient, radius);
        }
        try {
            SymmetricOperator hessian = terrain.hessian();
            TrustRegion.Solution solution = TrustRegion.maximize(
                    hessian,
                    gradient,
                    radius,
                    TOLERANCE,
                    MOST_PRODUCTS,
                    context.commonRandom("sharpness/trust-region"),
                    context.linearAlgebra());
            terrain.spendProducts(solution.products());
            return solution;
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("the Hessian at the point is not finite: " + overflow.getMessage());
        }
    }
}
