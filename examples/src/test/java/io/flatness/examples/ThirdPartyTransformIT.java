package io.flatness.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outsider's project of {@code third-party-transform}, built by its own POM, as a jar in {@code plugins/}. */
class ThirdPartyTransformIT {
    private static final Path JAR = Path.of("third-party-transform", "target", "unit-ramp.jar");

    @TempDir
    private Path folder;

    @Test
    void aStrangersRescalingKeepsTheFunctionWhateverTheArchitectureDemands() throws IOException, InterruptedException {
        Distribution distribution = Distribution.unpackedInto(folder);
        Files.copy(JAR, distribution.home().resolve("plugins/unit-ramp.jar"));
        Path experiment = distribution.home().resolve("examples/third-party-transform/experiment.yaml");

        Distribution.Outcome outcome = distribution.run(folder, "run", experiment.toString(), "--out", "out");

        assertEquals(0, outcome.exit(), outcome.err());
        List<Double> traces = new ArrayList<>();
        List<Double> paths = new ArrayList<>();
        for (JsonNode point :
                Distribution.json(folder.resolve("out/results.json")).path("points")) {
            boolean ramp = point.path("transform").asText().equals("ramp");
            if (point.path("problem").asText().equals("linear")) {
                assertEquals(ramp ? "refused" : "measured", point.path("status").asText());
                continue;
            }
            traces.add(point.path("measurements").path(1).path("value").asDouble());
            paths.add(point.path("measurements").path(0).path("value").asDouble());
            if (ramp) {
                assertTrue(point.path("preservation").path("holds").asBoolean(), point.toString());
                assertTrue(point.path("preservation").path("lawError").asDouble() < 1e-10, point.toString());
            }
        }
        assertEquals(3, traces.size());
        assertTrue(traces.get(1) > 10 * traces.get(0) && traces.get(2) > 10 * traces.get(0), traces.toString());
        assertEquals(paths.get(0), paths.get(1), 1e-12 * paths.get(0));
        assertEquals(paths.get(0), paths.get(2), 1e-12 * paths.get(0));
    }
}
