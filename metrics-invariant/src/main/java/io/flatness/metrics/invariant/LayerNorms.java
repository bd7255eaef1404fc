package io.flatness.metrics.invariant;

import io.flatness.metrics.invariant.LayerNormsParameters.Combination;
import io.flatness.metrics.invariant.LayerNormsParameters.Norm;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Products, means and ratios of the norms of the weights, layer by layer; biases are left out.
 *
 * <p>Sources: Jiang, Neyshabur, Mobahi, Krishnan, Bengio (2020) and Dziugaite et al. (2020); Sedghi, Gupta, Long (2019) for the
 * singular values of convolutions.
 */
final class LayerNorms implements Metric {
    private final LayerNormsParameters parameters;

    LayerNorms(LayerNormsParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<NetworkLoss> network = minimum.surface().as(NetworkLoss.class);
        if (network.isEmpty()) {
            return Measurement.notApplicable("norms of layers need a network, and this surface is none");
        }
        List<Affine> layers = network.get().architecture().affineLayers();
        if (layers.isEmpty()) {
            return Measurement.notApplicable("this network has no dense or convolutional layers");
        }
        double[] norms = new double[layers.size()];
        double logarithms = 0;
        double ratios = 0;
        for (int k = 0; k < norms.length; k++) {
            context.checkCancelled();
            Neurons neurons = Neurons.of(layers.get(k), minimum.theta());
            double frobenius = context.linearAlgebra().norm(flat(neurons));
            if (frobenius == 0) {
                return Measurement.undefined(
                        "the weights of layer " + k + " are all zero: its logarithm is −∞, its ratio 0/0");
            }
            boolean spectral = parameters.norm() == Norm.SPECTRAL || parameters.combine() == Combination.RATIO;
            norms[k] = spectral ? spectral(layers.get(k), neurons, minimum.theta(), context) : frobenius;
            logarithms += 2 * Math.log(norms[k]);
            double root = frobenius / norms[k];
            ratios += root * root;
        }
        double value = switch (parameters.combine()) {
            case LOG_PRODUCT -> logarithms;
            case LOG_SUM -> Math.log(norms.length) + logarithms / norms.length;
            case RATIO -> ratios;
        };
        return Measurement.exact(value).with("layers", norms);
    }

    private double spectral(Affine layer, Neurons neurons, double[] theta, MetricContext context) {
        boolean convolution = layer.weight().shape().size() > 2;
        if (convolution && parameters.convolution() == LayerNormsParameters.Convolution.CIRCULAR) {
            return CircularConvolution.of(layer, theta).spectralNorm(parameters.side(), context);
        }
        return context.linearAlgebra().singularValues(flat(neurons), neurons.count(), neurons.inputs())[0];
    }

    private static double[] flat(Neurons neurons) {
        double[] flat = new double[neurons.count() * neurons.inputs()];
        for (int s = 0; s < neurons.count(); s++) {
            System.arraycopy(neurons.weights()[s], 0, flat, s * neurons.inputs(), neurons.inputs());
        }
        return flat;
    }

    @Override
    public ValueScale scale() {
        return parameters.combine() == Combination.RATIO ? ValueScale.LINEAR : ValueScale.LOGARITHMIC;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.combine() == Combination.RATIO
                ? Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SIGN_FLIP)
                : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
