package io.flatness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flatness.core.run.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON in and out of the command line. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    static String pretty(Object tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps, lists, strings and numbers can be written", e);
        }
    }

    /** With sorted keys, for trees whose maps have no order of their own. */
    static String sorted(Object tree) {
        try {
            return MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps, lists, strings and numbers can be written", e);
        }
    }

    /** The {@code results.json} that a path means: the file itself, or the folder of a run. */
    static JsonNode results(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("results.json") : path;
        if (!Files.isRegularFile(file)) {
            throw new OutputException("there is no " + file
                    + (Files.isDirectory(path) ? "; the run in this folder has not finished" : ""));
        }
        JsonNode results;
        try {
            results = MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new OutputException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new OutputException(file + " cannot be read: " + e.getMessage(), e);
        }
        String format = results.path("format").asText("");
        if (!format.equals("flatness-results/1")) {
            throw new OutputException(file + " holds no results of flatness: its format is '" + format
                    + "', expected flatness-results/1");
        }
        return results;
    }
}
