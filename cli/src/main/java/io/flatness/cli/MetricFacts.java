package io.flatness.cli;

import io.flatness.core.bind.ParameterBinder;
import io.flatness.spi.Invariance;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import java.util.List;
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
        return invariance.toString().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** The claims in words. */
    String survivesWords() {
        return survives.isEmpty() ? "nothing" : String.join(", ", survives);
    }

    /** All of it in sentences. */
    List<String> sentences() {
        return List.of(
                flatter == Orientation.SMALLER_IS_FLATTER
                        ? "A smaller value is called flatter."
                        : "A larger value is called flatter.",
                logarithmic ? "The value is a natural logarithm." : "The value is the quantity itself.",
                "It claims to survive: " + survivesWords() + ".",
                predicted
                        ? "How a rescaling changes it is known in closed form."
                        : "How a rescaling changes it is not known in closed form.");
    }
}
