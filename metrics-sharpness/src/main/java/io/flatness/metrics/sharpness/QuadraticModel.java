package io.flatness.metrics.sharpness;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.TrustRegion;
import io.flatness.numerics.Which;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * The maximum of g·z + ½ zᵀHz over ‖z‖₂ ≤ 1 in the coordinates of a chart, and the top eigenvector of H there.
 *
 * @param solution the maximizer
 * @param top unit eigenvector of the largest eigenvalue, as far as it was computed
 * @param products Hessian-vector products used
 */
record QuadraticModel(TrustRegion.Solution solution, double[] top, int products) {
    /** Largest dimension whose Hessian is decomposed in full. */
    private static final int DENSE = 200;

    private static final double TOLERANCE = 1e-8;
    private static final double EIGENVECTOR_TOLERANCE = 1e-3;
    private static final int LEAST_PRODUCTS = 20;

    /**
     * Solves it.
     *
     * @param maxProducts products that may be used where H is too large to be decomposed
     * @throws MeasurementException when the Hessian is not finite
     */
    static QuadraticModel of(SymmetricOperator hessian, double[] gradient, int maxProducts, MetricContext context) {
        try {
            int n = hessian.dimension();
            if (n <= DENSE) {
                SymmetricEigen eigen = DenseSymmetric.of(hessian).eigen(context.linearAlgebra());
                return new QuadraticModel(TrustRegion.maximize(eigen, gradient, 1), eigen.vectors()[0], n);
            }
            int share = Math.max(LEAST_PRODUCTS, maxProducts / 2);
            TrustRegion.Solution solution = TrustRegion.maximize(
                    hessian, gradient, 1, TOLERANCE, share, context.random("trust-region"), context.linearAlgebra());
            EigenPairs top = new Lanczos(1, Which.LARGEST, EIGENVECTOR_TOLERANCE, 1, share)
                    .solve(hessian, context.random("lanczos"), context.linearAlgebra());
            return new QuadraticModel(solution, top.vectors()[0], solution.products() + top.products());
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("the Hessian at the point is not finite: " + overflow.getMessage());
        }
    }
}
