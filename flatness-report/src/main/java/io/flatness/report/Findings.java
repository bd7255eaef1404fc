package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the points of a problem say together: whether the function stayed the same, and how far each metric moved. */
final class Findings {
    /** Relative differences that rounding can leave in an exact metric; the audit's margin for such metrics. */
    private static final double SAME = 1e-6;

    /** Standard errors by which estimates of one value may differ. */
    private static final double DEVIATIONS = 4;

    private final ProblemView view;
    private final List<String> lines = new ArrayList<>();
    private final List<String> moved = new ArrayList<>();

    private Findings(ProblemView view) {
        this.view = view;
    }

    static List<String> of(ProblemView view) {
        Findings findings = new Findings(view);
        findings.function();
        view.metrics().forEach(findings::metric);
        findings.verdict();
        return findings.lines.stream().map(line -> view.id() + ": " + line).toList();
    }

    private void function() {
        double largest = 0;
        int same = 0;
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode preservation = view.points().get(i).path("preservation");
            if (isIdentity(view.points().get(i)) || !preservation.isObject()) {
                continue;
            }
            if (preservation.path("holds").asBoolean()) {
                same++;
                largest = Math.max(largest, Cells.number(preservation.path("relative")));
            } else {
                changed.add(view.label(i));
            }
        }
        if (same > 0) {
            lines.add("the function is the same at "
                    + (same == 1 ? "1 transformed point" : same + " transformed points")
                    + (largest == 0
                            ? ", to the last bit"
                            : ": outputs differ by at most " + Numbers.shortest(largest) + " relative to their size"));
        }
        if (!changed.isEmpty()) {
            lines.add("the function CHANGED at " + String.join(", ", changed)
                    + "; measurements there are not about the same function and are left out below");
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

    private void metric(String key, String label) {
        List<Double> values = new ArrayList<>();
        double standardError = 0;
        int infinite = 0;
        int failed = 0;
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode measurement = counts(view.points().get(i)) ? view.measurement(i, key) : null;
            if (measurement == null) {
                continue;
            }
            if (measurement.path("status").asText().equals("failed")) {
                failed++;
            } else if (measurement.path("kind").asText().equals("divergent")) {
                infinite++;
            } else if (measurement.path("status").asText().equals("measured")
                    && !measurement.path("kind").asText().equals("undefined")) {
                values.add(Cells.number(measurement.path("value")));
                standardError = Math.max(
                        standardError, measurement.path("standardError").asDouble());
            }
        }
        if (failed > 0) {
            lines.add(label + " failed at " + failed + (failed == 1 ? " point" : " points"));
        }
        if (infinite > 0) {
            lines.add(label + " is infinite at " + (values.isEmpty() ? "every point" : infinite + " points")
                    + (infinite > 1 ? ": it cannot tell the points apart" : ""));
        }
        if (values.size() > 1) {
            lines.add(label + " " + range(values, standardError, key));
        } else if (view.points().size() == 1 && infinite == 0 && failed == 0) {
            JsonNode only = view.measurement(0, key);
            lines.add(label + ": " + (only == null ? "" : Cells.measurement(only)));
        }
    }

    private String range(List<Double> values, double standardError, String key) {
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        if (high - low <= SAME * Math.max(Math.abs(low), Math.abs(high))) {
            return "is the same at every point: " + Numbers.of(low);
        }
        if (high - low <= DEVIATIONS * standardError) {
            return "is the same at every point as far as its standard error tells: " + Numbers.of(low) + " to "
                    + Numbers.of(high);
        }
        moved.add(view.metrics().get(key));
        return "moves from " + Numbers.of(low) + " to " + Numbers.of(high) + factor(low, high, view.logarithmic(key));
    }

    private static String factor(double low, double high, boolean logarithmic) {
        if (logarithmic) {
            return ", its exponential by a factor of e^" + Numbers.shortest(high - low);
        }
        if (low <= 0) {
            return "";
        }
        return high < 2 * low
                ? ", by " + Numbers.shortest(100 * (high / low - 1)) + " %"
                : ", a factor of " + Numbers.shortest(high / low);
    }

    private void verdict() {
        boolean transformed = view.points().stream().anyMatch(point -> !isIdentity(point) && counts(point));
        if (transformed && !moved.isEmpty()) {
            lines.add("the function did not change and " + String.join(", ", moved)
                    + " did: what they say at one point is about its parameters, not about the function alone");
        }
    }
}
