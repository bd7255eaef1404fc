package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Relative flatness: for each layer κ = Σ_{s,s'} ⟨w_s, w_s'⟩ tr H_{s,s'} over its output neurons s, with H_{s,s'} the
 * block of the Hessian between their incoming weights; the value is the sum over layers. Biases are left out.
 *
 * <p>With the Gram matrix of the neurons written in its eigenvectors u_k, κ = Σ_k Σ_i σ_k (u_k ⊗ e_i)ᵀ H (u_k ⊗ e_i),
 * exact in rank × inputs products; otherwise the mean over random signs z, y of (z ⊗ Wy)ᵀ H (z ⊗ Wy), which is unbiased.
 * Source: Petzka, Kamp, Adilova, Sminchisescu, Boley (2021), NeurIPS.
 */
final class RelativeFlatness implements Metric {
    private static final double RANK = 1e-14;

    private final int budget;

    RelativeFlatness(RelativeFlatnessParameters parameters) {
        this.budget = parameters.budget();
    }

    private record Layer(double value, double variance, boolean exact) {}

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<NetworkLoss> network = minimum.surface().as(NetworkLoss.class);
        if (network.isEmpty()) {
            return Measurement.notApplicable(
                    "relative flatness needs the neurons of a network, and this surface is none");
        }
        SymmetricOperator hessian = minimum.surface().hessianAt(minimum.theta());
        List<Affine> affine = network.get().architecture().affineLayers();
        double[] values = new double[affine.size()];
        double sum = 0;
        double variance = 0;
        boolean exact = true;
        for (int k = 0; k < values.length; k++) {
            Neurons neurons = Neurons.of(affine.get(k), minimum.theta());
            Layer layer = layer(neurons, hessian, budget / values.length, "layer-" + k, context);
            values[k] = layer.value();
            sum += layer.value();
            variance += layer.variance();
            exact &= layer.exact();
        }
        Measurement measured = exact ? Measurement.exact(sum) : Measurement.estimate(sum, Math.sqrt(variance));
        return measured.with("layers", values);
    }

    private static Layer layer(
            Neurons neurons, SymmetricOperator hessian, int share, String stream, MetricContext context) {
        SymmetricEigen gram = context.linearAlgebra().eigen(neurons.gram(), neurons.count());
        int rank = 0;
        while (rank < gram.values().length && gram.values()[rank] > RANK * gram.values()[0]) {
            rank++;
        }
        if ((long) rank * neurons.inputs() <= share) {
            double sum = 0;
            for (int k = 0; k < rank; k++) {
                for (int i = 0; i < neurons.inputs(); i++) {
                    context.checkCancelled();
                    double[] v = neurons.direction(i, gram.vectors()[k], hessian.dimension());
                    sum += gram.values()[k] * context.linearAlgebra().dot(v, hessian.apply(v));
                }
            }
            return new Layer(sum, 0, true);
        }
        int probes = Math.max(2, share);
        RandomGenerator random = context.random(stream);
        List<Double> samples = new ArrayList<>();
        double mean = 0;
        for (int probe = 0; probe < probes; probe++) {
            context.checkCancelled();
            double[] v = neurons.randomDirection(random, hessian.dimension());
            samples.add(context.linearAlgebra().dot(v, hessian.apply(v)));
            mean += samples.get(probe) / probes;
        }
        double squares = 0;
        for (double sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        return new Layer(mean, squares / (probes - 1) / probes, false);
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SOFTMAX_SHIFT);
    }
}
