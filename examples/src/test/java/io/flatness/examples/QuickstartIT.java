package io.flatness.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The paper's point on a real network: the same function, and curvature of any size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickstartIT {
    private Path folder;
    private Distribution distribution;
    private Distribution.Outcome outcome;
    private byte[] bytes;
    private JsonNode results;

    @BeforeAll
    void run(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        distribution = Distribution.unpackedInto(folder);
        outcome = distribution.run(folder, "run", quickstart(), "--out", "first", "--threads", "1");
        assertEquals(0, outcome.exit(), outcome.err());
        bytes = Files.readAllBytes(folder.resolve("first/results.json"));
        results = Distribution.json(folder.resolve("first/results.json"));
    }

    private String quickstart() {
        return distribution.home().resolve("examples/quickstart.yaml").toString();
    }

    @Test
    void theNumbersAreThoseThatWereCommitted() throws IOException {
        assertEquals(List.of(), Golden.differences("quickstart", results));
    }

    @Test
    void theFunctionIsTheSameAtEveryAlpha() {
        assertEquals("flatness-results/1", results.path("format").asText());
        JsonNode identity = point("identity", 1);
        double loss = identity.path("loss").asDouble();
        assertTrue(loss > 0, "loss " + loss);
        for (double alpha : alphas()) {
            JsonNode point = point("alpha", alpha);
            JsonNode preservation = point.path("preservation");
            assertEquals("measured", point.path("status").asText());
            assertTrue(preservation.path("relative").asDouble() <= 1e-12, preservation.toString());
            assertTrue(preservation.path("holds").asBoolean());
            assertTrue(preservation.path("lawError").asDouble() <= 1e-10, preservation.toString());
            assertEquals(1797, preservation.path("samples").asInt());
            assertEquals(loss, point.path("loss").asDouble(), 1e-12 * loss);
            assertEquals(identity.path("accuracy"), point.path("accuracy"));
        }
    }

    @Test
    void theTraceFollowsItsLawBlockByBlock() {
        JsonNode trace = measurement(point("identity", 1), "trace");
        double first = trace.path("details").path("blocks").path("0.weight").asDouble();
        double second = trace.path("details").path("blocks").path("2.weight").asDouble();
        assertEquals("exact", trace.path("kind").asText());
        assertEquals(first + second, trace.path("value").asDouble(), 1e-14 * (first + second));
        for (double alpha : alphas()) {
            double expected = first / (alpha * alpha) + second * alpha * alpha;
            double measured =
                    measurement(point("alpha", alpha), "trace").path("value").asDouble();
            assertEquals(expected, measured, 1e-10 * expected, "alpha " + alpha);
        }
    }

    @Test
    void spectralNormTraceAndSharpnessMoveByOrdersOfMagnitude() {
        for (String metric : List.of("norm", "trace", "sharpness")) {
            double smallest = Double.POSITIVE_INFINITY;
            double largest = 0;
            for (JsonNode point : results.path("points")) {
                JsonNode measurement = measurement(point, metric);
                assertEquals("measured", measurement.path("status").asText(), measurement.toString());
                double value = measurement.path("value").asDouble();
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
            assertTrue(largest > 100 * smallest, metric + " from " + smallest + " to " + largest);
        }
    }

    @Test
    void theVolumeIsInfiniteWithItsCertificateEverywhere() {
        for (JsonNode point : results.path("points")) {
            JsonNode volume = measurement(point, "volume");
            assertEquals("divergent", volume.path("kind").asText(), volume.toString());
            assertEquals("Infinity", volume.path("value").asText());
            assertTrue(volume.path("details").path("certifiedLowerBound").isNumber(), volume.toString());
            assertTrue(volume.path("details").path("budget").isNumber(), volume.toString());
        }
    }

    @Test
    void theResultsAreTheSameBytesForTwoThreadsAndOnASecondRun() throws IOException, InterruptedException {
        distribution.run(folder, "run", quickstart(), "--out", "second", "--threads", "2");
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("second/results.json")));
        distribution.run(folder, "run", quickstart(), "--out", "third", "--threads", "2");
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("third/results.json")));
    }

    @Test
    void theTableSaysWhatWasFoundAndWhereTheFilesAre() {
        assertTrue(outcome.out().contains("alpha alpha=0.01"), outcome.out());
        assertTrue(outcome.out().contains("digits: the function is the same at 8 transformed points"), outcome.out());
        assertTrue(outcome.out().contains("log volume is infinite at every point"), outcome.out());
        assertTrue(outcome.out().contains("Files, in first: "), outcome.out());
        for (String file : List.of("results.json", "results.csv", "timings.json")) {
            assertTrue(Files.isRegularFile(folder.resolve("first").resolve(file)), file);
        }
        assertEquals(-1, outcome.out().indexOf('\033'), "escape sequences although nobody watches");
        assertEquals(-1, outcome.err().indexOf('\033'), "escape sequences although nobody watches");
    }

    private List<Double> alphas() {
        List<Double> alphas = new ArrayList<>();
        for (JsonNode point : results.path("points")) {
            if (point.path("transform").asText().equals("alpha")) {
                alphas.add(point.path("transformParameters").path("alpha").asDouble());
            }
        }
        assertEquals(List.of(0.01, 0.03, 0.1, 0.3, 3.0, 10.0, 30.0, 100.0), alphas);
        return alphas;
    }

    private JsonNode point(String transform, double alpha) {
        for (JsonNode point : results.path("points")) {
            if (point.path("transform").asText().equals(transform)
                    && point.path("transformParameters").path("alpha").asDouble(1) == alpha) {
                return point;
            }
        }
        throw new AssertionError("no point " + transform + " with alpha " + alpha);
    }

    private static JsonNode measurement(JsonNode point, String metric) {
        for (JsonNode measurement : point.path("measurements")) {
            if (measurement.path("metric").asText().equals(metric)) {
                return measurement;
            }
        }
        throw new AssertionError("no measurement of " + metric);
    }
}
