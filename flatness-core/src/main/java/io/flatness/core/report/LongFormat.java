package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The files that hold the results in long form, one row a measurement. */
public enum LongFormat {
    /** Comma-separated values. */
    CSV("csv", "results.csv", CsvText::of),
    /** A JSON object a line. */
    JSON_LINES("json-lines", "results.jsonl", JsonLinesText::of);

    private final String word;
    private final String file;
    private final Function<JsonNode, String> text;

    LongFormat(String word, String file, Function<JsonNode, String> text) {
        this.word = word;
        this.file = file;
        this.text = text;
    }

    /** As experiments and the command line write it. */
    public String word() {
        return word;
    }

    /** The name of its file. */
    public String file() {
        return file;
    }

    /** The content of the file, of {@code results.json}. */
    public String of(JsonNode results) {
        return text.apply(results);
    }

    /** Those among some names of formats. */
    static List<LongFormat> among(List<String> words) {
        return Arrays.stream(values())
                .filter(format -> words.contains(format.word))
                .toList();
    }
}
