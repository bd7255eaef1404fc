package io.flatness.core.plugin;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ScalingLaw;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/** A plugin's metric: what it says of itself is asked once, when it is made. */
record GuardedMetric(
        Metric metric,
        PluginCode code,
        Orientation orientation,
        ValueScale scale,
        Set<Invariance> invariances,
        Optional<ScalingLaw> scalingLaw)
        implements Metric {
    GuardedMetric {
        java.util.Objects.requireNonNull(orientation, "orientation() is null");
        java.util.Objects.requireNonNull(scale, "scale() is null");
        invariances = Set.copyOf(invariances);
    }

    static Metric of(Metric metric, PluginCode code) {
        Optional<ScalingLaw> law = metric.scalingLaw()
                .map(own -> (minimum, factors, context) -> code.call(() -> own.valueUnder(minimum, factors, context)));
        return new GuardedMetric(metric, code, metric.orientation(), metric.scale(), metric.invariances(), law);
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        return code.call(() -> metric.measure(minimum, context));
    }
}
