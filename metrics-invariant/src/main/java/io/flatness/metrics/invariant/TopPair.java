package io.flatness.metrics.invariant;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * The eigenvalue of largest magnitude of an operator.
 *
 * @param value the eigenvalue, with its sign
 * @param vector its unit eigenvector
 * @param residual ‖Av − λv‖₂
 * @param converged whether the residual is small enough for nine digits
 */
record TopPair(double value, double[] vector, double residual, boolean converged) {
    private static final int DENSE = 300;
    private static final double TOLERANCE = 1e-9;
    private static final int MAX_PRODUCTS = 3000;

    /** Computes it: densely where that is cheap, by Lanczos otherwise. */
    static TopPair of(SymmetricOperator operator, String stream, MetricContext context) {
        try {
            EigenPairs pairs = operator.dimension() <= DENSE
                    ? extreme(DenseSymmetric.of(operator), context)
                    : new Lanczos(1, SpectrumEnd.MAGNITUDE, TOLERANCE, 1, MAX_PRODUCTS)
                            .solve(operator, context.random(stream), context.linearAlgebra());
            return new TopPair(pairs.values()[0], pairs.vectors()[0], pairs.residuals()[0], pairs.converged());
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("the Hessian at the point is not finite: " + overflow.getMessage());
        }
    }

    private static EigenPairs extreme(DenseSymmetric matrix, MetricContext context) {
        return matrix.extreme(matrix.eigen(context.linearAlgebra()), 1, SpectrumEnd.MAGNITUDE);
    }
}
