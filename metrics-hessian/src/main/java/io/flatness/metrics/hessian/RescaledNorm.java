package io.flatness.metrics.hessian;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * ‖D H D‖₂ for D = diag(α^−pᵢ), a log-convex function of log α (three-lines theorem), from the Hessian at one point.
 *
 * <p>Small Hessians are written out once; large ones are multiplied between two scalings.
 */
final class RescaledNorm {
    private final SymmetricOperator hessian;
    private final double[] exponents;
    private final double tolerance;
    private final int maxProducts;
    private final MetricContext context;
    private final double[] matrix;

    RescaledNorm(
            SymmetricOperator hessian, double[] exponents, double tolerance, int maxProducts, MetricContext context) {
        this.hessian = hessian;
        this.exponents = exponents;
        this.tolerance = tolerance;
        this.maxProducts = maxProducts;
        this.context = context;
        this.matrix =
                exponents.length <= Curvature.SMALL ? DenseSymmetric.of(hessian).matrix() : new double[0];
    }

    /** ‖D H D‖₂ at a factor α. */
    double at(double alpha) {
        double[] d = new double[exponents.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = StrictMath.pow(alpha, -exponents[i]);
        }
        return scaled(d);
    }

    /** ‖D H D‖₂ with the rows whose exponent has the given sign kept and the others zero, at α = 1. */
    double ofBlock(int sign) {
        double[] d = new double[exponents.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = Math.signum(exponents[i]) == sign ? 1 : 0;
        }
        return scaled(d);
    }

    private double scaled(double[] d) {
        if (matrix.length > 0) {
            int n = d.length;
            double[] product = new double[matrix.length];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    product[i * n + j] = d[i] * matrix[i * n + j] * d[j];
                }
            }
            double[] values = context.linearAlgebra().eigenvalues(product, n);
            return Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
        }
        EigenPairs pair = new Lanczos(1, SpectrumEnd.MAGNITUDE, tolerance, 1, maxProducts)
                .solve(
                        Extremes.watched(between(d), context),
                        context.random("theorem-4.lanczos"),
                        context.linearAlgebra());
        if (!pair.converged()) {
            throw new MeasurementException("the spectral norm did not converge in " + maxProducts
                    + " products: its residual is " + pair.worstResidual() + "; raise maxProducts or tolerance");
        }
        return Math.abs(pair.values()[0]);
    }

    private SymmetricOperator between(double[] d) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return d.length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                double[] scaled = new double[d.length];
                for (int i = 0; i < d.length; i++) {
                    scaled[i] = d[i] * x[i];
                }
                hessian.apply(scaled, into);
                for (int i = 0; i < d.length; i++) {
                    into[i] *= d[i];
                }
            }
        };
    }
}
