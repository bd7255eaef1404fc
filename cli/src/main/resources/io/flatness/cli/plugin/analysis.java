package org.example.@PACKAGE@;

import io.flatness.spi.About;
import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricRef;
import io.flatness.spi.PointRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this plugin offers. */
public final class @CLASS@ implements Contents {
    /** The parameters of an experiment's entry: none yet; give a component {@code @Param} to describe it. */
    public record Parameters() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(AnalysisFactory.of(
                "@NAME@",
                About.of("The largest value of every metric over all points of a problem.")
                        .definition("max over the points")
                        .cost("nothing beyond the measurements"),
                Parameters.class,
                parameters -> (Analysis) context -> AnalysisReport.each(context, problem -> largest(context, problem))));
    }

    private static AnalysisReport largest(AnalysisContext context, String problem) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (MetricRef metric : context.metrics(problem)) {
            double largest = Double.NEGATIVE_INFINITY;
            for (PointRef point : context.points(problem)) {
                Measurement measured = context.measure(problem, point.chain(), metric);
                if (measured.status() == Measurement.Status.MEASURED) {
                    largest = Math.max(largest, measured.value());
                }
            }
            values.put(metric.id(), largest);
        }
        return AnalysisReport.measured(problem, values);
    }
}
