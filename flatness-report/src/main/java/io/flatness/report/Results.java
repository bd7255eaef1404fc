package io.flatness.report;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The door to {@code results.json}. */
public final class Results {
    private static final String FORMAT = "flatness-results/1";

    private Results() {}

    /**
     * Reads the results that a path means: the file itself, or the folder of a run.
     *
     * @throws ResultsException when there are none, with what was found instead
     */
    public static JsonNode read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("results.json") : path;
        if (!Files.isRegularFile(file)) {
            throw new ResultsException("there is no " + file
                    + (Files.isDirectory(path) ? "; the run in this folder has not finished" : ""));
        }
        JsonNode results;
        try {
            long most = Runtime.getRuntime().maxMemory() / 16;
            if (Files.size(file) > most) {
                throw new ResultsException(file + " has " + Files.size(file) + " bytes; at most " + most
                        + " are read with this much memory (FLATNESS_JAVA_OPTIONS=-Xmx…)");
            }
            results = new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new ResultsException(
                    file + " is not JSON" + (at == null ? "" : " from line " + Math.max(1, at.getLineNr()) + " on"), e);
        } catch (IOException e) {
            throw new ResultsException(file + " cannot be read", e);
        }
        String format = results.path("format").asText("");
        if (!format.equals(FORMAT)) {
            throw new ResultsException(
                    file + " holds no results of flatness: its format is '" + format + "', expected " + FORMAT);
        }
        return results;
    }
}
