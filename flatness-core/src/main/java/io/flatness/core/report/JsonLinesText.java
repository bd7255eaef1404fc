package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;

/** The long form with a JSON object a line: numbers stay numbers, columns without a value are left out. */
final class JsonLinesText {
    private JsonLinesText() {}

    static String of(JsonNode results) {
        StringBuilder text = new StringBuilder();
        LongForm.rows(results).forEach(row -> text.append(row).append('\n'));
        return text.toString();
    }
}
