package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Prints the answers of analyses, one value a line; long lists are left to the files. */
final class AnalysisPrinter {
    private static final int LONGEST = 160;

    private final Console console;

    AnalysisPrinter(Console console) {
        this.console = console;
    }

    void print(JsonNode analyses) {
        for (JsonNode analysis : analyses) {
            String about = analysis.path("problem").asText("");
            console.out()
                    .println(console.styled("bold", analysis.path("id").asText()) + "  "
                            + analysis.path("type").asText()
                            + (about.isEmpty() || about.equals("null") ? "" : " of " + about)
                            + (analysis.path("status").asText().equals("measured")
                                    ? ""
                                    : ": " + analysis.path("status").asText()));
            for (Map.Entry<String, JsonNode> field : analysis.properties()) {
                if (!List.of("id", "type", "problem", "status").contains(field.getKey())) {
                    console.out().println("  " + field.getKey() + ": " + value(field.getValue()));
                }
            }
            console.out().println();
        }
    }

    private static String value(JsonNode value) {
        if (value.isNumber()) {
            return Numbers.of(value.asDouble());
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " … (all of it in results.json)";
    }
}
