package io.flatness.core.plan;

import io.flatness.core.host.Host;
import io.flatness.core.plugin.Origin;
import io.flatness.core.plugin.Registry;
import io.flatness.core.spec.ExpectSpec;
import io.flatness.core.spec.Handling;
import io.flatness.spi.MetricRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An experiment in which everything is bound, opened and checked: ready to run. Close it to end its workers.
 *
 * @param name name of the experiment
 * @param seed its seed
 * @param resolved the experiment with all defaults filled in and sweeps expanded, as plain data
 * @param problems the problems in the order of the file, swept ones expanded
 * @param transforms the transforms in the order of the file, swept ones expanded
 * @param points all points: problem by problem, the identity first
 * @param metrics the metrics, by id, swept ones expanded
 * @param analyses the analyses in the order of the file
 * @param expectations demands on values
 * @param formats report formats
 * @param timeoutSeconds how long a measurement may take that says nothing of its own, or {@code null}
 * @param source what it was made from
 * @param registry the components
 * @param host the machine's parts; ended by {@link #close}
 */
public record RunPlan(
        String name,
        long seed,
        Map<String, Object> resolved,
        List<PlannedProblem> problems,
        List<PlannedTransform> transforms,
        List<PlannedPoint> points,
        List<PlannedMetric> metrics,
        List<PlannedAnalysis> analyses,
        List<ExpectSpec> expectations,
        List<String> formats,
        @Nullable Double timeoutSeconds,
        PlanSource source,
        Registry registry,
        Host host)
        implements AutoCloseable {

    /** The points of a problem, the identity first. */
    public List<PlannedPoint> pointsOf(PlannedProblem problem) {
        return points.stream().filter(point -> point.problem() == problem).toList();
    }

    /** What a problem needs in memory. */
    public Fit fit(PlannedProblem problem) {
        return Fit.of(problem, host.memoryBytes());
    }

    /** The metrics that are measured on a problem. */
    public List<PlannedMetric> metricsOf(PlannedProblem problem) {
        return metrics.stream().filter(metric -> metric.scope().allows(problem)).toList();
    }

    /** How long a measurement of a metric may take in seconds, or {@code null}. */
    public @Nullable Double timeoutSeconds(MetricRef metric) {
        for (Handling handling : handling(metric)) {
            if (handling.timeoutSeconds() != null) {
                return handling.timeoutSeconds();
            }
        }
        return timeoutSeconds;
    }

    /**
     * Whether measurements of a metric run in a process of their own.
     *
     * @param plugins whether all metrics of plugins do
     */
    public boolean isolated(MetricRef metric, boolean plugins) {
        boolean foreign = registry.metric(metric.type())
                .filter(component -> !component.origin().builtIn())
                .isPresent();
        return (plugins && foreign) || handling(metric).stream().anyMatch(Handling::isolate);
    }

    private List<Handling> handling(MetricRef metric) {
        return metrics.stream()
                .filter(planned -> Canonical.metric(planned.ref()).equals(Canonical.metric(metric)))
                .map(PlannedMetric::handling)
                .toList();
    }

    /** Number of measurements, refused points left out. */
    public int measurements() {
        int count = 0;
        for (PlannedPoint point : points) {
            count += point.refusal() == null ? metricsOf(point.problem()).size() : 0;
        }
        return count;
    }

    /** The origins of all components in use, each once, in the order of their names; built-ins left out. */
    public List<Origin> plugins() {
        List<Origin> origins = new ArrayList<>();
        Stream.of(
                        problems.stream().map(PlannedProblem::origin),
                        transforms.stream().flatMap(t -> t.links().stream()).map(PlannedLink::origin),
                        metrics.stream().map(PlannedMetric::origin),
                        analyses.stream().map(PlannedAnalysis::origin))
                .flatMap(stream -> stream)
                .filter(origin -> !origin.builtIn() && !origins.contains(origin))
                .forEach(origins::add);
        origins.sort(java.util.Comparator.comparing(Origin::plugin));
        return origins;
    }

    @Override
    public void close() {
        host.close();
    }
}
