package io.flatness.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example does what its first lines say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {
    private Path folder;
    private Distribution distribution;

    @BeforeAll
    void unpack(@TempDir Path temporary) throws IOException {
        folder = temporary;
        distribution = Distribution.unpackedInto(temporary);
    }

    private JsonNode run(String example) throws IOException, InterruptedException {
        Path file = distribution.home().resolve("examples").resolve(example + ".yaml");
        Distribution.Outcome outcome = distribution.run(folder, "run", file.toString(), "--out", example);
        assertEquals(0, outcome.exit(), outcome.err());
        JsonNode results = Distribution.json(folder.resolve(example).resolve("results.json"));
        assertEquals(List.of(), Golden.differences(example, results));
        return results;
    }

    @Test
    void everyExampleOfTheDistributionIsValid() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(distribution.home().resolve("examples"))) {
            List<Path> experiments = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertTrue(experiments.size() >= 5, experiments.toString());
            for (Path experiment : experiments) {
                Distribution.Outcome outcome = distribution.run(folder, "validate", experiment.toString());
                assertEquals(0, outcome.exit(), outcome.err());
            }
        }
    }

    @Test
    void figure5SharpensOneOfTwoEqualMinimaAndFlattensTheOther() throws IOException, InterruptedException {
        JsonNode results = run("figure-5");
        double left = value(results, "left", "around-right", "curvature");
        double right = value(results, "right", "around-right", "curvature");
        assertEquals(8, value(results, "left", "identity", "curvature"), 1e-12);
        assertEquals(8, value(results, "right", "identity", "curvature"), 1e-12);
        assertTrue(left > 80 && right < 0.8, "left " + left + ", right " + right);
    }

    @Test
    void theorem2IsInfiniteForTheNetworkAndTheAreaOfTheRingIsItsClosedForm() throws IOException, InterruptedException {
        JsonNode results = run("theorem-2");
        assertEquals(Double.POSITIVE_INFINITY, value(results, "two-layers", "far-along-the-valley", "bound"));
        assertEquals(Math.log(0.2 * Math.PI), value(results, "ring", "identity", "area"), 1e-9);
    }

    @Test
    void theSweepTrainsOneNetworkPerBatchSize() throws IOException, InterruptedException {
        JsonNode results = run("training-sweep");
        assertEquals(3, results.path("problems").size());
        for (JsonNode point : results.path("points")) {
            assertTrue(
                    point.path("testAccuracy").asDouble() > 0.5,
                    point.path("problem").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "rank-flip"})
    void theOtherQuickExamplesMeasureWhatTheyMeasured(String example) throws IOException, InterruptedException {
        assertTrue(run(example).path("analyses").size() > 0);
    }

    private static double value(JsonNode results, String problem, String transform, String metric) {
        double last = Double.NaN;
        for (JsonNode point : results.path("points")) {
            if (point.path("problem").asText().equals(problem)
                    && point.path("transform").asText().equals(transform)) {
                for (JsonNode measurement : point.path("measurements")) {
                    if (measurement.path("metric").asText().equals(metric)) {
                        JsonNode value = measurement.path("value");
                        last = value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
                    }
                }
            }
        }
        return last;
    }
}
