package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The path norm: (Σ over paths from an input, or from a bias, to an output of Π |w|^p)^{1/p}.
 *
 * <p>A forward pass of ones through |w|^p sums the paths, in front of the first layer, whatever map of the inputs stands
 * there: between affine layers there are only layers that say that they send paths on. Source: Neyshabur, Tomioka, Srebro (2015), COLT.
 */
final class PathNorm implements Metric {
    private final double p;

    PathNorm(PathNormParameters parameters) {
        this.p = parameters.p();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<NetworkLoss> surface = minimum.surface().as(NetworkLoss.class);
        if (surface.isEmpty()) {
            return Measurement.notApplicable("a path norm needs a network, and this surface is none");
        }
        Optional<String> obstacle = obstacle(surface.get());
        if (obstacle.isPresent()) {
            return Measurement.notApplicable(obstacle.get());
        }
        double[] powers = new double[minimum.theta().length];
        double largest = 0;
        for (double w : minimum.theta()) {
            largest = Math.max(largest, Math.abs(w));
        }
        for (int k = 0; k < powers.length; k++) {
            powers[k] = Math.pow(Math.abs(minimum.theta()[k]), p);
        }
        NetworkLoss network = surface.get().withoutInputMap();
        double[] ones = new double[network.inputSize()];
        Arrays.fill(ones, 1);
        double sum = 0;
        for (double output : network.outputs(powers, ones)) {
            sum += output;
        }
        if (!Double.isFinite(sum) || sum == 0 && largest > 0 && !anyZero(network, minimum.theta())) {
            throw new MeasurementException(
                    "the sum over paths is " + sum + ": powers of the weights leave the range of double precision");
        }
        return Measurement.exact(Math.pow(sum, 1 / p)).with("p", p);
    }

    private static boolean anyZero(NetworkLoss network, double[] theta) {
        for (Affine layer : network.architecture().affineLayers()) {
            boolean zero = true;
            for (int k = layer.weight().offset(); k < layer.weight().end(); k++) {
                zero &= theta[k] == 0;
            }
            if (zero) {
                return true;
            }
        }
        return false;
    }

    /** Why the forward pass of ones would not sum the paths; empty when it does. */
    private static Optional<String> obstacle(NetworkLoss network) {
        if (!network.architecture().piecewiseLinear()) {
            return Optional.of(
                    "the path norm sums over paths of a piecewise-linear network; this one has other" + " activations");
        }
        if (network.buffers().length > 0) {
            return Optional.of("the network has fixed numbers, frozen weights or the statistics of a BatchNorm, that are no"
                    + " weights of paths; fold a BatchNorm into the layer before it");
        }
        Set<Integer> covered = new HashSet<>();
        for (Affine layer : network.architecture().affineLayers()) {
            for (int k = layer.weight().offset(); k < layer.weight().end(); k++) {
                covered.add(k);
            }
            layer.bias().ifPresent(bias -> {
                for (int k = bias.offset(); k < bias.end(); k++) {
                    covered.add(k);
                }
            });
        }
        for (Layer layer : network.architecture().layers()) {
            if (layer.affine().isEmpty() && !layer.passesPaths()) {
                return Optional.of(
                        "layer " + layer.name() + " (" + layer.type() + ") does more than sending paths on: it brings"
                                + " in numbers that are no weights of paths, or takes differences");
            }
        }
        return covered.size() == network.dimension()
                ? Optional.empty()
                : Optional.of("some parameters are neither weights nor biases of affine layers");
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(
                Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
