package io.flatness.metrics.invariant;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.Objective;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Generator;
import io.flatness.numerics.ScaledOperator;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * The logarithm of a norm of the Hessian over an orbit, as a convex function of the logarithmic coordinates: F(x) = log
 * ‖e^{−S} H e^{−S}‖ for the spectral norm or a Schatten norm.
 *
 * <p>Convex for every unitarily invariant norm and every symmetric H, by the three lines theorem: z ↦ e^{−zS} H e^{−zS} is
 * entire and unitary factors on its imaginary part do not change the norm.
 */
final class LogNorm implements Objective {
    private final SymmetricOperator hessian;
    private final RescalingGroup orbit;
    private final MetricContext context;
    private final double schatten;

    /**
     * Creates it.
     *
     * @param schatten power p of the Schatten norm, which is smooth and at most n^{1/p} times the spectral norm; +∞ for
     *     the spectral norm itself
     */
    LogNorm(SymmetricOperator hessian, RescalingGroup orbit, double schatten, MetricContext context) {
        this.hessian = hessian;
        this.orbit = orbit;
        this.schatten = schatten;
        this.context = context;
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        double[] inverse = orbit.factors(x);
        for (int k = 0; k < inverse.length; k++) {
            inverse[k] = 1 / inverse[k];
        }
        ScaledOperator scaled = new ScaledOperator(hessian, inverse);
        double[] mass = new double[inverse.length];
        double value = Double.isInfinite(schatten) ? spectral(scaled, mass) : smooth(scaled, mass);
        for (int v = 0; v < gradient.length; v++) {
            Generator coordinate = orbit.generators().get(v);
            double sum = 0;
            for (int m = 0; m < coordinate.parameters().length; m++) {
                sum += coordinate.exponents()[m] * mass[coordinate.parameters()[m]];
            }
            gradient[v] = -2 * sum;
        }
        return value;
    }

    private double spectral(ScaledOperator scaled, double[] mass) {
        TopPair top = TopPair.of(scaled, "orbit-spectral", context);
        for (int k = 0; k < mass.length; k++) {
            mass[k] = top.vector()[k] * top.vector()[k];
        }
        return Math.log(Math.abs(top.value()));
    }

    private double smooth(ScaledOperator scaled, double[] mass) {
        SymmetricEigen eigen = DenseSymmetric.of(scaled).eigen(context.linearAlgebra());
        int n = mass.length;
        double largest = Math.max(Math.abs(eigen.values()[0]), Math.abs(eigen.values()[n - 1]));
        double sum = 0;
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = Math.pow(Math.abs(eigen.values()[i]) / largest, schatten);
            sum += weights[i];
        }
        for (int i = 0; i < n; i++) {
            double weight = weights[i] / sum;
            if (weight > 0) {
                for (int k = 0; k < n; k++) {
                    mass[k] += weight * eigen.vectors()[i][k] * eigen.vectors()[i][k];
                }
            }
        }
        return Math.log(largest) + Math.log(sum) / schatten;
    }
}
