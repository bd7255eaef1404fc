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
        return StarVolume.measure(SublevelSet.around(minimum, parameters.epsilon()), context, parameters.budget());
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
