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
    private static final int BLOCK = 16;

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
        List<Neurons> layers = new ArrayList<>();
        List<SymmetricEigen> grams = new ArrayList<>();
        long needed = 0;
        for (Affine affine : network.get().architecture().affineLayers()) {
            Neurons neurons = Neurons.of(affine, minimum.theta());
            SymmetricEigen gram = context.linearAlgebra().eigen(neurons.gram(), neurons.count());
            layers.add(neurons);
            grams.add(gram);
            needed += (long) rank(gram) * neurons.inputs();
        }
        double[] values = new double[layers.size()];
        double sum = 0;
        double variance = 0;
        boolean exact = true;
        for (int k = 0; k < values.length; k++) {
            int share = needed <= budget ? Integer.MAX_VALUE : budget / values.length;
            Layer layer = layer(layers.get(k), grams.get(k), hessian, share, "layer-" + k, context);
            values[k] = layer.value();
            sum += layer.value();
            variance += layer.variance();
            exact &= layer.exact();
        }
        Measurement measured = exact ? Measurement.exact(sum) : Measurement.estimate(sum, Math.sqrt(variance));
        return measured.with("layers", values);
    }

    private static int rank(SymmetricEigen gram) {
        int rank = 0;
        while (rank < gram.values().length && gram.values()[rank] > RANK * gram.values()[0]) {
            rank++;
        }
        return rank;
    }

    private static Layer layer(
            Neurons neurons,
            SymmetricEigen gram,
            SymmetricOperator hessian,
            int share,
            String stream,
            MetricContext context) {
        int rank = rank(gram);
        if ((long) rank * neurons.inputs() <= share) {
            return new Layer(exact(neurons, gram, rank, hessian, context), 0, true);
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

    private static double exact(
            Neurons neurons, SymmetricEigen gram, int rank, SymmetricOperator hessian, MetricContext context) {
        double sum = 0;
        for (int k = 0; k < rank; k++) {
            for (int first = 0; first < neurons.inputs(); first += BLOCK) {
                context.checkCancelled();
                int count = Math.min(BLOCK, neurons.inputs() - first);
                double[][] directions = new double[count][];
                double[][] products = new double[count][hessian.dimension()];
                for (int i = 0; i < count; i++) {
                    directions[i] = neurons.direction(first + i, gram.vectors()[k], hessian.dimension());
                }
                hessian.applyBlock(directions, products);
                for (int i = 0; i < count; i++) {
                    sum += gram.values()[k] * context.linearAlgebra().dot(directions[i], products[i]);
                }
            }
        }
        return sum;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SOFTMAX_SHIFT);
    }
}
