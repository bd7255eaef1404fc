package io.flatness.core.plan;

import io.flatness.core.spec.ComponentSpec;
import io.flatness.core.spec.ExpectSpec;
import io.flatness.core.spec.ExperimentSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The experiment as the results show it: defaults filled in, sweeps expanded, paths as written. */
final class ResolvedSpec {
    private ResolvedSpec() {}

    static Map<String, Object> of(
            ExperimentSpec spec,
            String backend,
            List<PlannedProblem> problems,
            List<PlannedTransform> transforms,
            List<PlannedMetric> metrics,
            List<PlannedAnalysis> analyses) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        resolved.put("name", spec.name());
        resolved.put("seed", spec.seed());
        resolved.put("backend", backend);
        resolved.put(
                "problems",
                problems.stream()
                        .map(p -> entry(p.id(), p.type(), null, p.parameters()))
                        .toList());
        resolved.put(
                "transforms", transforms.stream().map(ResolvedSpec::transform).toList());
        List<String> written = spec.metrics().stream().map(ComponentSpec::id).toList();
        resolved.put(
                "metrics",
                metrics.stream()
                        .sorted(Comparator.comparingInt(
                                m -> written.indexOf(m.ref().id())))
                        .map(m -> entry(
                                m.ref().id(), m.ref().type(), m.scope(), m.ref().parameters()))
                        .toList());
        resolved.put(
                "analyses",
                analyses.stream()
                        .map(a -> entry(
                                a.id(),
                                a.type(),
                                new ProblemScope(a.problems().stream()
                                        .map(PlannedProblem::id)
                                        .toList()),
                                a.parameters()))
                        .toList());
        if (!spec.expectations().isEmpty()) {
            resolved.put(
                    "expect",
                    spec.expectations().stream().map(ResolvedSpec::expectation).toList());
        }
        resolved.put("report", Map.of("formats", spec.formats()));
        return resolved;
    }

    private static Map<String, Object> entry(
            String id, @Nullable String type, @Nullable ProblemScope scope, Map<String, Object> parameters) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", id);
        if (type != null) {
            entry.put("type", type);
        }
        if (scope != null && scope.names() != null) {
            entry.put("problems", scope.names());
        }
        entry.putAll(parameters);
        return entry;
    }

    private static Map<String, Object> transform(PlannedTransform transform) {
        boolean chain = transform.ref().parameters().containsKey("chain");
        String type = chain ? null : transform.links().get(0).step().type();
        return entry(
                transform.ref().id(), type, transform.scope(), transform.ref().parameters());
    }

    private static Map<String, Object> expectation(ExpectSpec expect) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("metric", expect.metric());
        if (expect.problem() != null) {
            entry.put("problem", expect.problem());
        }
        entry.put("transform", expect.transform());
        entry.put("op", expect.op().sign());
        entry.put(
                "value", Double.isInfinite(expect.value()) ? (Object) String.valueOf(expect.value()) : expect.value());
        entry.put("tolerance", expect.tolerance());
        return entry;
    }
}
