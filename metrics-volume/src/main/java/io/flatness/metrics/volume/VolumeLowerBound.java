package io.flatness.metrics.volume;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A proved lower bound on the volume of Definition 1: infinite with the certificate of Theorem 2 where it applies, and
 * otherwise the volume of a box proved by interval arithmetic.
 */
final class VolumeLowerBound implements Metric {
    private final VolumeLowerBoundParameters parameters;

    VolumeLowerBound(VolumeLowerBoundParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<BoxBounds> bounds = minimum.surface().as(BoxBounds.class);
        Optional<String> obstacle = Theorem2.obstacle(minimum);
        if (bounds.isEmpty()) {
            return obstacle.map(reason -> Measurement.notApplicable(
                            "the loss has no certified bounds over boxes" + layers(minimum) + ", and " + reason))
                    .orElseGet(() -> Theorem2.volume(minimum, parameters.epsilon(), context));
        }
        CertifiedBox box = CertifiedBox.around(minimum, bounds.get(), parameters.epsilon(), context);
        if (obstacle.isPresent()) {
            double logVolume = CertifiedBox.logVolume(box.radius(), minimum.theta().length);
            return Measurement.lowerBound(logVolume)
                    .remark("volume of one proved box: " + obstacle.get())
                    .with("method", "box")
                    .with("certifiedLowerBound", logVolume)
                    .with("radius", box.radius())
                    .with("logBoxVolume", logVolume)
                    .with("boundsComputed", box.bounds());
        }
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        return Theorem2.certify(
                        minimum.theta(),
                        box,
                        pair(network),
                        new Theorem2.Reach(parameters.budget(), parameters.maxScale()))
                .measurement();
    }

    /** The types of layers among which there is one without a rule for boxes. */
    private static String layers(Minimum minimum) {
        return minimum.surface()
                .as(NetworkLoss.class)
                .map(network -> " for a network of the layers "
                        + network.architecture().layers().stream()
                                .map(Layer::type)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", ")))
                .orElse("");
    }

    private LayerPair pair(NetworkLoss network) {
        int[] layers = parameters.layers();
        if (layers == null) {
            return Theorem2.fastest(network);
        }
        int count = network.architecture().affineLayers().size();
        int first = Math.min(layers[0], layers[1]);
        int second = Math.max(layers[0], layers[1]);
        if (second >= count) {
            throw new MeasurementException(
                    "there is no affine layer " + second + "; the network has " + count + ", numbered from 0");
        }
        return LayerPair.of(network, first, second)
                .orElseThrow(() -> new MeasurementException(
                        "scaling layer " + first + " up and layer " + second + " down would change the function"));
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
        // Where a scale passes through, the bound is infinite before and after; a permutation moves the box alone.
        return Set.of(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.PERMUTATION);
    }
}
