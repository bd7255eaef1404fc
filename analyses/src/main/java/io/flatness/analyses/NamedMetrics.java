package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.MetricRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the metrics that a parameter names. */
final class NamedMetrics {
    private NamedMetrics() {}

    /** The metrics of these ids in the order of the experiment, or all when none are named. */
    static List<MetricRef> metrics(AnalysisContext context, String problem, @Nullable List<String> ids) {
        List<MetricRef> all = context.metrics(problem);
        if (ids == null) {
            return all;
        }
        for (String id : ids) {
            if (all.stream().noneMatch(metric -> metric.id().equals(id))) {
                throw unknown("metrics", id, all);
            }
        }
        return all.stream().filter(metric -> ids.contains(metric.id())).toList();
    }

    /** The metric of an id; the first of its values when it sweeps. */
    static MetricRef metric(AnalysisContext context, String problem, String id) {
        List<MetricRef> all = context.metrics(problem);
        return all.stream()
                .filter(metric -> metric.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown("metric", id, all));
    }

    private static InvalidParameterException unknown(String parameter, String id, List<MetricRef> all) {
        return new InvalidParameterException(
                parameter,
                "there is no metric '" + id + "' in the experiment; metrics: "
                        + all.stream().map(MetricRef::id).distinct().toList());
    }
}
