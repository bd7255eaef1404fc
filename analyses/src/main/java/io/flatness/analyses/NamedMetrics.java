package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricRef;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
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
                .orElseThrow(() -> absent(context, problem, id, all));
    }

    /** A metric that other problems have is missing here by the experiment's wish; any other is a mistake. */
    private static RuntimeException absent(AnalysisContext context, String problem, String id, List<MetricRef> all) {
        boolean elsewhere = context.problems().stream()
                .flatMap(other -> context.metrics(other).stream())
                .anyMatch(metric -> metric.id().equals(id));
        return elsewhere
                ? new RefusedException(id + " is not a metric of " + problem)
                : unknown("metric", id, all);
    }

    /**
     * A value to compare with others: what has none is left out.
     *
     * @throws RefusedException when the metric is not applicable
     * @throws MeasurementException when it failed
     */
    static Measurement measured(AnalysisContext context, String problem, List<TransformStep> chain, String id) {
        return measured(context, problem, chain, metric(context, problem, id));
    }

    /** The same of a metric that is found already. */
    static Measurement measured(AnalysisContext context, String problem, List<TransformStep> chain, MetricRef metric) {
        Measurement measurement = context.measure(problem, chain, metric);
        String reason = metric.id() + " has no value at " + problem + ": " + measurement.reason();
        switch (measurement.status()) {
            case MEASURED:
                return measurement;
            case NOT_APPLICABLE:
                throw new RefusedException(reason);
            default:
                throw new MeasurementException(reason);
        }
    }

    private static InvalidParameterException unknown(String parameter, String id, List<MetricRef> all) {
        return new InvalidParameterException(
                parameter,
                "there is no metric '" + id + "' in the experiment; metrics: "
                        + all.stream().map(MetricRef::id).distinct().toList());
    }
}
