package io.flatness.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outsider's project of {@code third-party-metric}, built by its own POM, as a jar in {@code plugins/}. */
class ThirdPartyMetricIT {
    private static final Path JAR = Path.of("third-party-metric", "target", "loss-rise.jar");

    @TempDir
    private Path folder;

    private Distribution distribution;
    private String experiment;

    @BeforeEach
    void unpack() throws IOException {
        distribution = Distribution.unpackedInto(folder);
        experiment = distribution
                .home()
                .resolve("examples/third-party-metric/experiment.yaml")
                .toString();
    }

    private Path drop() throws IOException {
        return Files.copy(JAR, distribution.home().resolve("plugins/loss-rise.jar"));
    }

    @Test
    void aDroppedJarIsDiscoveredConfiguredMeasuredAndNamedInTheResults()
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        Path jar = drop();
        Distribution.Outcome outcome = distribution.run(folder, "run", experiment, "--out", "out");

        assertEquals(0, outcome.exit(), outcome.err());
        JsonNode results = Distribution.json(folder.resolve("out/results.json"));
        JsonNode measurements = results.path("points").path(0).path("measurements");
        assertEquals(2, measurements.size());
        for (JsonNode rise : measurements) {
            double radius = rise.path("parameters").path("radius").asDouble();
            double meanEigenvalue = (1 + 2 + 3 + 10) / 4.0;
            assertEquals("loss-rise", rise.path("type").asText());
            assertEquals("estimate", rise.path("kind").asText());
            assertEquals(400, rise.path("parameters").path("directions").asInt());
            assertEquals(
                    0.5 * radius * radius * meanEigenvalue,
                    rise.path("value").asDouble(),
                    4 * rise.path("standardError").asDouble());
        }
        JsonNode plugin = results.path("provenance").path("plugins").path(0);
        assertEquals("loss-rise", plugin.path("name").asText());
        assertEquals("1.0.0", plugin.path("version").asText());
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))),
                plugin.path("sha256").asText());
    }

    @Test
    void withoutTheJarTheExperimentIsRefused() throws IOException, InterruptedException {
        Distribution.Outcome outcome = distribution.run(folder, "run", experiment, "--out", "out");

        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains("there is no metric of type loss-rise"), outcome.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void aTruncatedJarIsNamedAndTheExperimentThatNeedsItIsRefused() throws IOException, InterruptedException {
        Path jar = drop();
        Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), 500));
        Distribution.Outcome outcome = distribution.run(folder, "run", experiment, "--out", "out");

        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().startsWith("flatness: " + jar + " is not a readable jar"), outcome.err());
        assertTrue(outcome.err().contains("there is no metric of type loss-rise"), outcome.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void theTestkitFindsNothingWrongWithIt() throws IOException, InterruptedException {
        Path jar = JAR.toAbsolutePath();
        Distribution.Outcome outcome = distribution.run(folder, "plugins", "check", jar.toString());

        assertEquals(0, outcome.exit(), outcome.out() + outcome.err());
        assertEquals(
                7, outcome.out().lines().filter(line -> line.endsWith(": yes")).count(), outcome.out());
    }

    @Test
    void anotherFolderOfPluginsCanBeNamed() throws IOException, InterruptedException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.copy(JAR, mine.resolve("loss-rise.jar"));

        Distribution.Outcome outcome = distribution.run(folder, "describe", "loss-rise", "--plugins", "mine");

        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().startsWith("loss-rise  a metric from mine/loss-rise.jar"), outcome.out());
    }
}
