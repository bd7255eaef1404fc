package io.flatness.metrics.volume;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Reparametrized;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Volume ε-flatness (Definition 1): the log-volume of the connected component of {L &lt; L(θ) + ε} that holds θ.
 *
 * <p>Infinite, with its certificate, where Theorem 2 applies, and infinite in coordinates with a free scale; up to three
 * dimensions, also those of a subspace, enclosed by bounds over boxes; otherwise by rays and chains.
 */
final class VolumeFlatness implements Metric {
    private static final int MOST_WRITTEN = 1000;

    private final VolumeFlatnessParameters parameters;

    VolumeFlatness(VolumeFlatnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Directions subspace = parameters.subspace();
        if (subspace == null) {
            return measureAll(minimum, context);
        }
        int count = Math.min(parameters.dimensions(), minimum.theta().length);
        double[][] directions = subspace.of(minimum, count, context);
        Measurement measured = measureAll(SubspaceSurface.of(minimum, directions), context);
        // The directions of a large network would fill pages of the results.
        return minimum.theta().length <= MOST_WRITTEN ? measured.with("directions", List.of(directions)) : measured;
    }

    private Measurement measureAll(Minimum minimum, MetricContext context) {
        double[] window = parameters.window();
        int n = minimum.theta().length;
        if (window != null && n != 2) {
            return Measurement.notApplicable(
                    "a window needs a surface of two parameters; this one has " + n + ": leave window out");
        }
        SublevelSet set = SublevelSet.around(minimum, parameters.epsilon());
        if (window != null) {
            return new Plane(set, context, parameters.budget())
                    .inside(new Window(window[0], window[1], window[2], window[3]));
        }
        Double radius = parameters.radius();
        if (radius != null) {
            return n == 1
                    ? Measurement.notApplicable("a radius needs a surface of at least two parameters: leave radius out")
                    : ComponentVolume.measure(set, radius, parameters.budget(), context);
        }
        int freeScale = freeScale(minimum);
        if (freeScale > 0) {
            return Measurement.divergent(Double.NEGATIVE_INFINITY, 0)
                    .remark("infinite: " + freeScale
                            + " coordinates may be scaled together without any change, and the images"
                            + " of a small box under growing scales are disjoint and do not shrink; no finite part of the"
                            + " volume is certified")
                    .with("method", "free-scale")
                    .with("determinantExponent", freeScale);
        }
        if (Theorem2.obstacle(minimum).isEmpty()) {
            return Theorem2.volume(minimum, parameters.epsilon(), context);
        }
        return switch (n) {
            case 1 -> Interval.measure(set);
            case 2 -> new Plane(set, context, parameters.budget()).everywhere();
            case 3 -> Solid.measure(set, parameters.budget(), context);
            default -> ComponentVolume.measure(set, Double.POSITIVE_INFINITY, parameters.budget(), context);
        };
    }

    /** Size of the largest group of coordinates, not all zero, whose common factor the surface does not see; 0 without one. */
    private static int freeScale(Minimum minimum) {
        int largest = 0;
        Optional<Reparametrized> surface = minimum.surface().as(Reparametrized.class);
        for (int[] group : surface.map(r -> r.coordinates().freeScales()).orElse(List.of())) {
            if (Arrays.stream(group).anyMatch(k -> minimum.theta()[k] != 0)) {
                largest = Math.max(largest, group.length);
            }
        }
        return largest;
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
        if (parameters.subspace() != null) {
            // Other parameters curve in other directions, and what the seed draws does not move with the units.
            return parameters.subspace() == Directions.TOP_CURVATURE
                    ? Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP)
                    : Set.of();
        }
        // Where a scale passes through, the volume is infinite before and after; the others keep volumes.
        return Set.of(
                Invariance.LAYER_RESCALING,
                Invariance.NODE_RESCALING,
                Invariance.PERMUTATION,
                Invariance.SIGN_FLIP,
                Invariance.WEIGHT_NORMALIZATION);
    }
}
