package io.flatness.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.plan.RunPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that are made to write elsewhere, to deceive a reader, or to take all time and memory. */
class HarmfulExperimentTest {
    /** Far more than any of them takes, since others may use the machine at the same time. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String REST = """
            problems:
              - {id: q, type: test-quadratic, diagonal: [4, 5]}
            metrics:
              - {id: trace, type: test-trace}
            """;

    @TempDir
    private Path folder;

    private List<String> findings(String yaml) {
        return assertTimeoutPreemptively(LIMIT, () -> new Experiments(folder).findings(yaml));
    }

    @Test
    void aNameLeadsToNoOtherFolder() {
        for (String name : List.of(
                "../../x",
                "/etc/x",
                "..",
                ".",
                ".x",
                "a/b",
                "a\\\\b",
                "C:x",
                "-rf",
                "",
                " a",
                "a\\0b",
                "a\\u001b[31m",
                "a\\nb",
                "a\\u202eb",
                "a\\u200bb",
                "~",
                "$HOME",
                "a".repeat(101))) {
            List<String> found = findings("name: \"" + name + "\"\n" + REST);
            assertEquals(1, found.size(), found::toString);
            assertTrue(found.get(0).startsWith("e.yaml:1:7: the name is \""), found::toString);
            assertVisible(found);
        }
        for (String name : List.of("a", "Figure 5 (left)", "größe_1.5+x=2,y", "a".repeat(100))) {
            new Experiments(folder).plan("name: \"" + name + "\"\n" + REST).close();
        }
    }

    @Test
    void aFileWithAStrangeNameGivesAPlainOne() {
        for (String file : List.of("..yaml", "~.yaml", "a\u001b[1m b.yaml", "\u202ex.yaml", "$(x).yaml")) {
            Experiments experiments = new Experiments(folder);
            Path path = experiments.write(file, REST);
            try (RunPlan plan = new Flatness(io.flatness.core.plugin.Registry.fromClassPath())
                    .plan(path, List.of(), io.flatness.core.plan.HostOptions.DEFAULT)) {
                assertTrue(plan.name().matches("[A-Za-z0-9][A-Za-z0-9 ._+=,()-]*"), plan.name());
            }
        }
    }

    @Test
    void nothingHiddenReachesAMessage() {
        for (String hidden :
                List.of("\\e[31m", "\\e]0;title\\a", "\\0", "\\r", "\\u009b31m", "\\u202e", "\\u2028", "\\b")) {
            for (String yaml : List.of(
                    "\"k%s\": 1\n" + REST,
                    REST.replace("id: q", "id: \"q%s\""),
                    REST.replace("test-quadratic", "\"test%s\""),
                    REST.replace("[4, 5]", "[\"4%s\"]"),
                    REST.replace("diagonal", "\"diag%s\""),
                    REST + "expect: [{metric: \"t%s\", op: \"<\", value: 1}]\n",
                    REST + "report: {formats: [\"%s\"]}\n")) {
                assertVisible(findings(yaml.replace("%s", hidden)));
            }
        }
        for (String raw : List.of("\u001b[31m", "\u0000", "\u0007", "\u009b")) {
            List<String> found = findings("name: a" + raw + "\n" + REST);
            assertTrue(found.get(0).startsWith("e.yaml:1:8: not valid YAML: the character U+00"), found::toString);
        }
    }

    @Test
    void noWordOfALibraryReachesAMessage() {
        SplittableRandom random = new SplittableRandom(13);
        String whole = REST + "name: \"a\"\nexpect:\n  - {metric: trace, op: '<', value: 1}\n? x\n: y\n";
        String pieces = "[]{}:,-?&*!|>'\"%@`#\t\n \\0aé~";
        for (int trial = 0; trial < 600; trial++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int i = 0; i <= random.nextInt(3); i++) {
                int at = random.nextInt(damaged.length());
                damaged.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                if (random.nextBoolean()) {
                    damaged.deleteCharAt(random.nextInt(damaged.length()));
                }
            }
            List<String> found;
            try {
                new Experiments(folder).plan(damaged.toString()).close();
                continue;
            } catch (io.flatness.core.spec.InvalidExperimentException e) {
                found = e.findings().stream().map(Object::toString).collect(Collectors.toList());
            }
            assertFalse(found.isEmpty());
            for (String message : found) {
                assertFalse(
                        message.matches(
                                "(?s).*(snakeyaml|jackson|java\\.|Exception|while (scanning|parsing)|line \\d+, column).*"),
                        () -> message + "\n" + damaged);
            }
        }
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void sweepsAreBounded() {
        String swept = "{type: test-scaling, factor: " + numbers(100) + "}\n";
        List<String> chain = findings(REST + "transforms:\n  - id: s\n    chain:\n" + ("      - " + swept).repeat(3));
        assertTrue(
                chain.get(0)
                        .endsWith(
                                "the sweeps multiply to 1000000 combinations along this chain; at most 10000 are run: sweep"
                                        + " less, or split the experiment"),
                chain::toString);
        String many = IntStream.range(0, 11)
                .mapToObj(i -> "  - {id: s" + i + ", type: test-scaling, factor: " + numbers(10_000) + "}\n")
                .collect(Collectors.joining());
        assertEquals(
                List.of(
                        "the experiment: the sweeps multiply to more than 100000 points or 1000000 measurements, the most that"
                                + " are run: sweep less, or split the experiment"),
                findings(REST + "transforms:\n" + many));
        List<String> values = findings(REST.replace(
                "type: test-trace", "type: test-trace, probes: " + numbers(200) + ", factor: " + numbers(200)));
        assertTrue(
                values.get(0).contains("the sweeps multiply to 40000 combinations here; at most 10000 are run"),
                values::toString);
    }

    @Test
    void aMisspeltValueInsideASweepIsAMessageOnce() {
        List<String> found =
                findings(REST.replace("type: test-trace", "type: test-trace, way: [exact, exat, exat, ~]"));
        assertEquals(3, found.size(), found::toString);
        assertTrue(found.get(0).contains("way is exat; did you mean exact?"), found::toString);
    }

    @Test
    void aFileHoldsNoMoreValuesThanAPersonWrites() {
        String many = "1,".repeat(250_000);
        assertEquals(
                List.of(
                        "more than 200000 values are given up to here; put large arrays into a file (npz, safetensors, csv)"),
                findings(REST.replace("[4, 5]", "[" + many + "1]")).stream()
                        .map(text -> text.replaceFirst("^e.yaml:2:\\d+: ", ""))
                        .toList());
        assertVisible(findings("a: " + "[".repeat(100_000)));
        assertVisible(findings("a: " + "{a: ".repeat(5_000)));
        assertVisible(findings("x".repeat(100_000) + ": 1\n"));
    }

    private static void assertVisible(List<String> messages) {
        for (String message : messages) {
            assertTrue(
                    message.codePoints().allMatch(c -> c == '\n' || !io.flatness.core.spec.Visible.isHidden(c)),
                    message);
            assertTrue(message.length() < 2_000, () -> "a message of " + message.length() + " characters");
        }
    }
}
