package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Minimum;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Local entropy: log ∫ exp(−L(θ') − ½ γ ‖θ − θ'‖²) dθ'.
 *
 * <p>Importance sampling from the Gaussian of the quadratic model, with curvatures max(λ, 0) + γ and no slope: exact in one
 * sample for a quadratic loss at its minimum. Source: Chaudhari et al. (2017), ICLR.
 */
final class LocalEntropy implements Metric {
    private static final int DENSE = 400;

    private final LocalEntropyParameters parameters;

    LocalEntropy(LocalEntropyParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        int n = minimum.theta().length;
        double[] curvature = new double[n];
        double[][] axes = new double[0][];
        if (n <= DENSE) {
            SymmetricEigen eigen = DenseSymmetric.of(minimum.surface().hessianAt(minimum.theta()))
                    .eigen(context.linearAlgebra());
            axes = eigen.vectors();
            curvature = eigen.values();
        }
        double logDeterminant = 0;
        double[] width = new double[n];
        for (int i = 0; i < n; i++) {
            double total = Math.max(0, curvature[i]) + parameters.gamma();
            logDeterminant += Math.log(total);
            width[i] = 1 / Math.sqrt(total);
        }
        int samples = (int) Math.min(parameters.budget(), Integer.MAX_VALUE);
        double[] logs = new double[samples];
        double[][] frame = axes;
        context.parallel().forEach(samples, (worker, k) -> {
            context.checkCancelled();
            logs[k] = logWeight(minimum, frame, width, context.random("sample-" + k));
        });
        LogMean mean = LogMean.of(logs);
        double value = mean.value() + 0.5 * n * Math.log(2 * Math.PI) - 0.5 * logDeterminant;
        Measurement measured = mean.estimate(value, true).with("samples", samples);
        String warning = mean.warning();
        return warning.isEmpty() ? measured : measured.remark(warning.substring(2));
    }

    /** log of the integrand over the density of the proposal, without its constant. */
    private double logWeight(Minimum minimum, double[][] axes, double[] width, RandomGenerator random) {
        int n = width.length;
        double[] point = minimum.theta().clone();
        double window = 0;
        double proposal = 0;
        for (int i = 0; i < n; i++) {
            double z = random.nextGaussian();
            double step = width[i] * z;
            proposal += z * z;
            window += step * step;
            if (axes.length == 0) {
                point[i] += step;
            } else {
                for (int k = 0; k < n; k++) {
                    point[k] += step * axes[i][k];
                }
            }
        }
        double loss = minimum.surface().value(point);
        return Double.isNaN(loss)
                ? Double.NEGATIVE_INFINITY
                : -loss - 0.5 * parameters.gamma() * window + 0.5 * proposal;
    }

    @Override
    public Orientation orientation() {
        return Orientation.LARGER_IS_FLATTER;
    }

    @Override
    public ValueScale scale() {
        return ValueScale.LOGARITHMIC;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);
    }
}
