package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.ValueScale;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Measurements as JSON and back. */
final class MeasurementJson {
    private MeasurementJson() {}

    /** The JSON without the metric; a NaN among the details makes it a failed measurement. */
    static ObjectNode of(Measurement measurement, ValueScale scale) {
        try {
            return json(measurement, scale);
        } catch (IllegalArgumentException e) {
            String reason = "the metric returned a result that cannot be reported: " + e.getMessage();
            return json(Measurement.failed(reason), scale);
        }
    }

    private static ObjectNode json(Measurement measurement, ValueScale scale) {
        ObjectNode json = Json.object();
        json.put("status", word(measurement.status()));
        if (measurement.status() == Measurement.Status.MEASURED) {
            if (measurement.kind() != ValueKind.UNDEFINED) {
                json.set("value", Json.number(measurement.value(), "the value"));
            }
            json.put("kind", word(measurement.kind()));
            json.put("scale", word(scale));
            if (measurement.standardError() != null) {
                json.set("standardError", Json.number(measurement.standardError(), "the standard error"));
            }
            json.put("converged", measurement.converged());
        }
        if (measurement.reason() != null) {
            json.put("reason", measurement.reason());
        }
        if (measurement.status() == Measurement.Status.FAILED) {
            json.put("error", measurement.reason() == null ? "no reason given" : measurement.reason());
        }
        if (!measurement.details().isEmpty()) {
            json.set("details", Json.ordered(measurement.details(), "details"));
        }
        return json;
    }

    static Measurement measurement(JsonNode json) {
        Measurement.Status status =
                Measurement.Status.valueOf(constant(json.path("status").asText()));
        boolean measured = status == Measurement.Status.MEASURED;
        ValueKind kind = measured ? ValueKind.valueOf(constant(json.path("kind").asText())) : ValueKind.UNDEFINED;
        Map<String, Object> details = new LinkedHashMap<>();
        json.path("details").properties().forEach(entry -> details.put(entry.getKey(), Json.plain(entry.getValue())));
        return new Measurement(
                status,
                kind,
                Json.number(json.get("value")).orElse(0),
                json.has("standardError")
                        ? Json.number(json.get("standardError")).getAsDouble()
                        : null,
                json.path("converged").asBoolean(status != Measurement.Status.FAILED),
                json.has("reason") ? json.get("reason").asText() : null,
                details);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
