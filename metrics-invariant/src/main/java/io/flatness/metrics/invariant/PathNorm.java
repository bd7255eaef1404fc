package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The path norm: (Σ over paths from an input, or from a bias, to an output of Π |w|^p)^{1/p}.
 *
 * <p>For a network that is piecewise linear, a forward pass of ones through |w|^p sums the paths: activations pass what is
 * positive, pooling takes its maximum or its mean of them. Source: Neyshabur, Tomioka, Srebro (2015), COLT.
 */
final class PathNorm implements Metric {
    private final double p;

    PathNorm(PathNormParameters parameters) {
        this.p = parameters.p();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<NetworkLoss> network = minimum.surface().as(NetworkLoss.class);
        if (network.isEmpty()) {
            return Measurement.notApplicable("a path norm needs a network, and this surface is none");
        }
        Optional<String> obstacle = obstacle(network.get());
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
        double[] ones = new double[network.get().inputSize()];
        Arrays.fill(ones, 1);
        double sum = 0;
        for (double output : network.get().outputs(powers, ones)) {
            sum += output;
        }
        if (!Double.isFinite(sum) || sum == 0 && largest > 0 && !anyZero(network.get(), minimum.theta())) {
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
            if (layer.absorbsOutput() && layer.affine().isEmpty()) {
                return Optional.of(
                        "layer " + layer.name() + " (" + layer.type() + ") has statistics and parameters that"
                                + " are no weights of paths; fold it into the layer before it");
            }
            if (layer.type().equals("scale") || addsConstants(layer)) {
                return Optional.of("layer " + layer.name() + " (" + layer.type()
                        + ") brings in fixed numbers that are no weights of paths");
            }
        }
        return covered.size() == network.dimension()
                ? Optional.empty()
                : Optional.of("some parameters are neither weights nor biases of affine layers");
    }

    /** Whether a padding does not scale with its image: it adds numbers other than 0. */
    private static boolean addsConstants(Layer layer) {
        if (!layer.type().equals("pad")) {
            return false;
        }
        try {
            layer.propagate(List.of(UnitMap.uniform(layer.units(), 2)));
            return false;
        } catch (RefusedException adds) {
            return true;
        }
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(
                Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
