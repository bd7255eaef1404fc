package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.report.Conclusions.About;
import io.flatness.spi.Finding;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the points of one problem say together: whether the function stayed the same, and how far each metric moved. */
final class ProblemConclusions {
    private final JsonNode problem;
    private final List<JsonNode> points = new ArrayList<>();
    private final Labels pointLabels = new Labels();
    private final Labels metricLabels = new Labels();
    private final Map<String, MetricMovement> metrics = new LinkedHashMap<>();
    private final Function<JsonNode, Optional<Finding>> sentences;

    ProblemConclusions(JsonNode problem, JsonNode results, Function<JsonNode, Optional<Finding>> sentences) {
        this.problem = problem;
        this.sentences = sentences;
        List<JsonNode> measurements = new ArrayList<>();
        for (JsonNode point : results.path("points")) {
            if (point.path("problem").equals(problem.path("id"))) {
                points.add(point);
                pointLabels.add(point.path("transform").asText(), point.path("transformParameters"));
                point.path("measurements").forEach(measurements::add);
            }
        }
        measurements.forEach(each -> metricLabels.add(each.path("metric").asText(), each.path("parameters")));
        // Points list their measurements by name; a reader expects the order of the experiment.
        results.path("spec")
                .path("metrics")
                .forEach(entry -> measurements.stream()
                        .filter(each -> each.path("metric").equals(entry.path("id")))
                        .forEach(each -> metrics.computeIfAbsent(label(each), MetricMovement::new)));
        measurements.forEach(each -> metrics.computeIfAbsent(label(each), MetricMovement::new));
    }

    private String label(JsonNode measurement) {
        return metricLabels.of(measurement.path("metric").asText(), measurement.path("parameters"));
    }

    private String label(int point) {
        return pointLabels.of(
                points.get(point).path("transform").asText(), points.get(point).path("transformParameters"));
    }

    List<About> all() {
        List<Finding> findings = new ArrayList<>();
        problem.path("warnings").forEach(text -> findings.add(Finding.caution("warning", text.asText())));
        transforms(findings);
        for (JsonNode point : points) {
            boolean counts = counts(point);
            for (JsonNode measurement : point.path("measurements")) {
                MetricMovement metric = metrics.get(label(measurement));
                if (metric != null) {
                    metric.add(measurement, counts);
                }
            }
        }
        List<String> moved = new ArrayList<>();
        metrics.values().forEach(metric -> metric.conclude(points.size(), findings, moved));
        if (!points.isEmpty()) {
            points.get(0)
                    .path("measurements")
                    .forEach(each -> sentences.apply(each).ifPresent(findings::add));
        }
        if (!moved.isEmpty() && points.stream().anyMatch(point -> !isIdentity(point) && counts(point))) {
            findings.add(
                    Finding.caution(
                            "parameters-not-function",
                            "the function did not change and " + String.join(", ", moved)
                                    + " did: what they say at one point is about its parameters, not about the function alone"));
        }
        String subject = problem.path("id").asText();
        return findings.stream().map(finding -> new About(subject, finding)).toList();
    }

    /** Whether each transform left the function alone. */
    private void transforms(List<Finding> findings) {
        double largest = 0;
        int same = 0;
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            JsonNode point = points.get(i);
            if (point.path("status").asText().equals("refused")) {
                findings.add(Finding.caution(
                        "refused",
                        label(i) + " is refused: " + point.path("reason").asText()));
            } else if (point.path("preservation").isObject() && !isIdentity(point)) {
                if (point.path("preservation").path("holds").asBoolean()) {
                    same++;
                    largest = Math.max(
                            largest, point.path("preservation").path("relative").asDouble());
                } else {
                    changed.add(label(i));
                }
            }
        }
        if (same > 0) {
            findings.add(Finding.info(
                    "same-function",
                    "the function is the same at "
                            + (same == 1 ? "1 transformed point" : same + " transformed points")
                            + (largest == 0
                                    ? ", to the last bit"
                                    : ": outputs differ by at most " + Numbers.shortest(largest)
                                            + " relative to their size")));
        }
        if (!changed.isEmpty()) {
            findings.add(Finding.broken(
                    "function-changed",
                    "the function CHANGED at " + String.join(", ", changed)
                            + "; measurements there are not about the same function and are left out below"));
        }
    }

    private static boolean isIdentity(JsonNode point) {
        return point.path("transform").asText().equals("identity");
    }

    private static boolean counts(JsonNode point) {
        return point.path("status").asText().equals("measured")
                && (isIdentity(point)
                        || point.path("preservation").path("holds").asBoolean(true));
    }
}
