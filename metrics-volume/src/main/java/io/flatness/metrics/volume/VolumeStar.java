package io.flatness.metrics.volume;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * The log-volume of what straight lines from θ see of {L &lt; L(θ) + ε}, by radial Monte Carlo ({@link StarVolume}): a
 * part of the component of Definition 1, finite even where that is not as long as the rays end.
 */
final class VolumeStar implements Metric {
    private final VolumeStarParameters parameters;

    VolumeStar(VolumeStarParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Minimum costed = parameters.cost().of(minimum);
        SublevelSet set = SublevelSet.around(costed, parameters.epsilon());
        double radius = parameters.reach();
        Ellipsoid ellipsoid = Ellipsoid.of(set, parameters.preconditioner(), radius, context);
        StarVolume star = StarVolume.measure(set, ellipsoid, radius, parameters.budget(), context);
        Measurement measured = new Verdict(star.logVolume(), star.standardError(), star.doubts())
                .measurement("of the star-shaped part of the component alone, a part of its volume");
        measured = star.describe(measured).with("method", "star");
        return set.dimension() <= 3 && star.doubts().isEmpty()
                ? measured.with("volume", Math.exp(star.logVolume()))
                : measured;
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
