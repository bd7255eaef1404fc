package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.spi.Numbers;
import java.util.OptionalDouble;

/** Single results as a person reads them: a number never stands without what it is. */
public final class Cells {
    private Cells() {}

    /** A number, or the strings that stand for infinities. */
    public static double number(JsonNode value) {
        return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
    }

    /** A number, infinities included; empty for anything else. */
    static OptionalDouble optional(JsonNode value) {
        return value.isNumber() || value.asText().endsWith("Infinity")
                ? OptionalDouble.of(number(value))
                : OptionalDouble.empty();
    }

    static String field(JsonNode value) {
        return value.isNumber() || value.isTextual() ? Numbers.of(number(value)) : "";
    }

    static String preservation(JsonNode point) {
        JsonNode preservation = point.path("preservation");
        if (preservation.isMissingNode() || preservation.isNull()) {
            return "";
        }
        String size = preservation.path("bitwise").asBoolean()
                ? "bitwise"
                : Numbers.shortest(number(preservation.path("relative")));
        return (preservation.path("holds").asBoolean() ? "yes, " : "NO, ") + size;
    }

    /** One measurement: its value with the sign of its kind, or why there is none. */
    public static String measurement(JsonNode measurement) {
        String status = measurement.path("status").asText();
        if (!status.equals("measured")) {
            return status.equals("not-applicable") ? "n/a" : status;
        }
        String value = Numbers.of(number(measurement.path("value")));
        String mark = measurement.path("converged").asBoolean(true) ? "" : "*";
        return switch (measurement.path("kind").asText()) {
                    case "estimate" -> value + " ± " + Numbers.shortest(number(measurement.path("standardError")));
                    case "lower-bound" -> "≥ " + value;
                    case "upper-bound" -> "≤ " + value;
                    case "divergent" -> "∞";
                    case "undefined" -> "undefined";
                    default -> value;
                }
                + mark;
    }
}
