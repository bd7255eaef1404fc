package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The results in long form: one row a measurement, and one for a point without any. */
final class LongForm {
    static final List<String> POINT = List.of(
            "loss",
            "accuracy",
            "testLoss",
            "testAccuracy",
            "gradientNorm",
            "criticality",
            "relativeCriticality",
            "kinkMargin");
    static final List<String> PRESERVATION =
            List.of("maxOutputDifference", "relative", "lossDifference", "lawError", "samples", "bitwise", "holds");
    static final List<String> MEASUREMENT =
            List.of("metric", "type", "status", "value", "kind", "standardError", "converged", "reason");
    static final String PARAMETERS = "parameters";
    static final String TRANSFORM_PARAMETERS = "transformParameters";

    private LongForm() {}

    /** Rows of scalars by column, and parameters as they are; a column that has no value is left out. */
    static List<ObjectNode> rows(JsonNode results) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode point : results.path("points")) {
            ObjectNode start = point(point);
            for (JsonNode measurement : point.path("measurements")) {
                ObjectNode row = start.deepCopy();
                copy(measurement, MEASUREMENT, "", row);
                parameters(measurement.path(PARAMETERS), PARAMETERS, row);
                rows.add(row);
            }
            if (point.path("measurements").isEmpty()) {
                rows.add(start);
            }
        }
        return rows;
    }

    private static ObjectNode point(JsonNode point) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("problem", point.path("problem"));
        row.set("transform", point.path("transform"));
        row.set("point", point.path("status"));
        if (point.has("reason")) {
            row.set("refusal", point.path("reason"));
        }
        copy(point, POINT, "", row);
        copy(point.path("preservation"), PRESERVATION, "preservation.", row);
        parameters(point.path(TRANSFORM_PARAMETERS), TRANSFORM_PARAMETERS, row);
        return row;
    }

    private static void copy(JsonNode from, List<String> names, String prefix, ObjectNode row) {
        for (String name : names) {
            if (from.hasNonNull(name)) {
                row.set(prefix + name, from.get(name));
            }
        }
    }

    /** Scalars in columns of their own, and everything together. */
    private static void parameters(JsonNode parameters, String name, ObjectNode row) {
        row.set(name, parameters);
        parameters.properties().forEach(entry -> {
            if (entry.getValue().isValueNode()) {
                row.set(name + "." + entry.getKey(), entry.getValue());
            }
        });
    }
}
