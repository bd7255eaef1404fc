package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What an experiment asked for and got no number of. */
final class MissingValues {
    private MissingValues() {}

    /** One line for every refused point and every measurement without a value, with the reason. */
    static List<String> of(JsonNode results) {
        List<String> missing = new ArrayList<>();
        for (JsonNode point : results.path("points")) {
            String where = " on " + point.path("problem").asText() + " under "
                    + point.path("transform").asText();
            if (point.path("status").asText().equals("refused")) {
                missing.add("nothing" + where + ": " + point.path("reason").asText());
            }
            for (JsonNode measurement : point.path("measurements")) {
                if (!measurement.has("value")) {
                    missing.add(measurement.path("metric").asText() + where + ": " + why(measurement));
                }
            }
        }
        for (JsonNode analysis : results.path("analyses")) {
            if (!analysis.path("status").asText("measured").equals("measured")) {
                missing.add(analysis.path("id").asText() + " on "
                        + analysis.path("problem").asText() + ": " + why(analysis));
            }
        }
        return missing;
    }

    private static String why(JsonNode entry) {
        String status = entry.path("status").asText();
        String word = status.equals("measured") ? "undefined" : status;
        return entry.hasNonNull("reason") ? word + ", " + entry.path("reason").asText() : word;
    }
}
