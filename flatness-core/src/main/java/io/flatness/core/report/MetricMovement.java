package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.spi.Finding;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The values of one metric over the points of a problem that have the same function. */
final class MetricMovement {
    /** Relative differences that rounding can leave in an exact metric; the audit's margin for such metrics. */
    private static final double SAME = 1e-6;

    /** Standard errors by which estimates of one value may differ. */
    private static final double DEVIATIONS = 4;

    private final String name;
    private final List<Double> values = new ArrayList<>();
    private String label;
    private String kind = "";
    private boolean logarithmic;
    private double standardError;
    private int infinite;
    private int failed;
    private int unconverged;

    MetricMovement(String name) {
        this.name = name;
        this.label = name;
    }

    void add(JsonNode measurement, boolean counts) {
        String status = measurement.path("status").asText();
        if (status.equals("failed")) {
            failed++;
        }
        if (!status.equals("measured") || !counts) {
            return;
        }
        unconverged += measurement.path("converged").asBoolean(true) ? 0 : 1;
        logarithmic |= measurement.path("scale").asText().equals("logarithmic");
        label = logarithmic ? "log " + name : name;
        kind = measurement.path("kind").asText();
        if (kind.equals("divergent")) {
            infinite++;
        } else if (!kind.equals("undefined")) {
            values.add(Double.parseDouble(measurement.path("value").asText()));
            standardError =
                    Math.max(standardError, measurement.path("standardError").asDouble());
        }
    }

    /** Adds sentences to the findings, and the name to those that moved if the value did. */
    void conclude(int points, List<Finding> findings, List<String> moved) {
        if (failed > 0) {
            findings.add(Finding.broken("failed", label + " failed at " + count(failed)));
        }
        if (infinite > 0) {
            findings.add(Finding.caution(
                    "infinite",
                    label + " is infinite at " + (values.isEmpty() ? "every point" : count(infinite))
                            + (infinite > 1 ? ": it cannot tell the points apart" : "")));
        }
        if (values.size() > 1) {
            findings.add(range(moved));
        } else if (points == 1 && values.size() == 1) {
            findings.add(Finding.info("measured", label + " is " + value()));
        }
        if (unconverged > 0) {
            findings.add(Finding.caution(
                    "unconverged", label + " was stopped by its budget before it converged at " + count(unconverged)));
        }
    }

    private String value() {
        String value = Numbers.of(values.get(0));
        return switch (kind) {
            case "estimate" -> value + " ± " + Numbers.shortest(standardError);
            case "lower-bound" -> "at least " + value;
            case "upper-bound" -> "at most " + value;
            default -> value;
        };
    }

    private Finding range(List<String> moved) {
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        if (high - low <= SAME * Math.max(Math.abs(low), Math.abs(high))) {
            return Finding.info("same", label + " is the same at every point: " + Numbers.of(low));
        }
        if (high - low <= DEVIATIONS * standardError) {
            return Finding.info(
                    "same",
                    label + " is the same at every point as far as its standard error tells: " + Numbers.of(low)
                            + " to " + Numbers.of(high));
        }
        moved.add(label);
        return Finding.info(
                "moves", label + " moves from " + Numbers.of(low) + " to " + Numbers.of(high) + factor(low, high));
    }

    private String factor(double low, double high) {
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

    private static String count(int points) {
        return points == 1 ? "1 point" : points + " points";
    }
}
