package io.flatness.cli;

import io.flatness.core.bind.ParameterBinder;
import io.flatness.spi.Invariance;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a metric says about itself before it measures anything.
 *
 * @param flatter which direction is called flat
 * @param logarithmic whether its value is a natural logarithm
 * @param survives the families of changes that it claims to survive, in the order of their kind
 * @param predicted whether it knows in closed form how a rescaling changes it
 */
record MetricFacts(Orientation flatter, boolean logarithmic, List<String> survives, boolean predicted) {
    /** The facts of the metric with its default parameters; nothing when a parameter has no default. */
    static Optional<MetricFacts> of(MetricFactory<?> factory) {
        return metric(factory)
                .map(metric -> new MetricFacts(
                        metric.orientation(),
                        metric.scale() == ValueScale.LOGARITHMIC,
                        metric.invariances().stream()
                                .sorted()
                                .map(MetricFacts::words)
                                .toList(),
                        metric.scalingLaw().isPresent()));
    }

    private static <P extends Record> Optional<Metric> metric(MetricFactory<P> factory) {
        return ParameterBinder.defaults(factory).map(factory::create);
    }

    private static String words(Invariance invariance) {
        return invariance.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The claims in words. */
    String survivesWords() {
        return survives.isEmpty() ? "nothing" : String.join(", ", survives);
    }

    /** What the value is, in words. */
    String valueWords() {
        return (logarithmic ? "a natural logarithm; " : "")
                + (flatter == Orientation.SMALLER_IS_FLATTER ? "smaller is called flatter" : "larger is called flatter")
                + (predicted ? "; how a rescaling changes it is known in closed form" : "");
    }
}
