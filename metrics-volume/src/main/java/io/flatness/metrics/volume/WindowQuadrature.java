package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;

/**
 * log ∫ exp(−L − ½ γ ‖d‖²) in one and two dimensions by the trapezoidal rule along the axes of the Hessian.
 *
 * <p>The rule converges faster than any power of its step for a smooth integrand that dies out at both ends. The step is
 * halved until two results agree; their difference, and the rounding of the loss, is the error.
 */
final class WindowQuadrature {
    /** Half the width in standard deviations of the window: beyond it lies e^{−40} of it. */
    private static final double RANGE = 9;

    private static final double ACCURACY = 1e-6;
    private static final double FIRST_STEP = 1;

    private final Minimum minimum;
    private final double gamma;
    private final double[][] axes;
    private final double[] widths;

    WindowQuadrature(Minimum minimum, double gamma, MetricContext context) {
        this.minimum = minimum;
        this.gamma = gamma;
        SymmetricEigen eigen =
                DenseSymmetric.of(minimum.surface().hessianAt(minimum.theta())).eigen(context.linearAlgebra());
        this.axes = eigen.vectors();
        this.widths = new double[axes.length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = 1 / Math.sqrt(Math.max(0, eigen.values()[i]) + gamma);
        }
    }

    /** The integral, if the budget allows two steps that agree. */
    Optional<Measurement> measure(long budget) {
        double before = Double.NaN;
        long evaluations = 0;
        for (double step = FIRST_STEP; ; step *= 0.5) {
            long points = 1;
            for (double width : widths) {
                points *= 2 * half(step * width) + 1L;
            }
            evaluations += points;
            if (evaluations > budget) {
                return Optional.empty();
            }
            double now = sum(step);
            double change = Math.abs(now - before);
            if (change <= ACCURACY) {
                double rounding = 4 * Math.ulp(1 + Math.abs(minimum.surface().value(minimum.theta())));
                return Optional.of(Measurement.estimate(now, change + rounding + 1e-13 * Math.abs(now))
                        .with("method", "quadrature")
                        .with("evaluations", evaluations));
            }
            before = now;
        }
    }

    private int half(double step) {
        return (int) Math.min(1e8, Math.ceil(RANGE / Math.sqrt(gamma) / step));
    }

    private double sum(double relative) {
        int n = widths.length;
        double[] steps = new double[n];
        int[] half = new int[n];
        double logCell = 0;
        for (int i = 0; i < n; i++) {
            steps[i] = relative * widths[i];
            half[i] = half(steps[i]);
            logCell += Math.log(steps[i]);
        }
        double largest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int rows = n == 1 ? 0 : half[1];
        for (int a = -half[0]; a <= half[0]; a++) {
            for (int b = -rows; b <= rows; b++) {
                double log = log(a * steps[0], n == 1 ? 0 : b * steps[1]);
                if (log > largest) {
                    sum = sum * Math.exp(largest - log) + 1;
                    largest = log;
                } else if (log > Double.NEGATIVE_INFINITY) {
                    sum += Math.exp(log - largest);
                }
            }
        }
        return largest + Math.log(sum) + logCell;
    }

    private double log(double u, double v) {
        double[] x = minimum.theta().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] += u * axes[0][i] + (axes.length == 1 ? 0 : v * axes[1][i]);
        }
        double loss = minimum.surface().value(x);
        return Double.isNaN(loss) ? Double.NEGATIVE_INFINITY : -loss - 0.5 * gamma * (u * u + v * v);
    }
}
