package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final RecordingConsole recorder = new RecordingConsole(false, 100);

    private int flatness(String... arguments) {
        return Main.commandLine(recorder.console()).execute(arguments);
    }

    @Test
    void aWrongCommandIsNamedWithWhatItMayHaveMeant() {
        assertEquals(2, flatness("rum"));
        assertEquals("", recorder.out());
        assertEquals("""
                flatness: there is no command 'rum'; commands: run, validate, list, plan, describe, schema, init, report, export, compare, completion, plugins
                Did you mean: flatness run?
                Try 'flatness --help'.
                """.replace("\n", System.lineSeparator()), recorder.err());
    }

    @Test
    void noCommandAsksForOne() {
        assertEquals(2, flatness());
        assertTrue(recorder.err().startsWith("flatness: which command? run, validate, list"), recorder.err());
    }

    @Test
    void threadsMustBePositive() {
        assertEquals(2, flatness("run", "x.yaml", "--threads", "0"));
        assertEquals(
                "flatness: --threads is 0; it must be at least 1\nTry 'flatness run --help'.\n",
                recorder.err().replace("\r\n", "\n"));
    }

    @Test
    void aMissingExperimentIsBadUsage() {
        assertEquals(2, flatness("validate", "nowhere.yaml"));
        assertEquals("""
                nowhere.yaml: there is no such file
                flatness: 1 mistake in the experiment; nothing was run and nothing was written
                """, recorder.err().replace("\r\n", "\n"));
    }

    @Test
    void aMissingPluginFolderIsBadUsage() {
        assertEquals(2, flatness("list", "--plugins", "nowhere"));
        assertEquals(
                "flatness: --plugins nowhere: there is no such folder\nTry 'flatness list --help'.\n",
                recorder.err().replace("\r\n", "\n"));
    }

    @Test
    void theVersionIsTheOneOfTheBuild() {
        assertEquals(0, flatness("--version"));
        assertEquals(
                "flatness " + Version.CURRENT,
                recorder.out().lines().findFirst().orElse(""));
        assertFalse(Version.CURRENT.contains("$"), "the build did not fill the version in");
    }

    @Test
    void everyCommandExplainsItselfWithExamples() {
        for (String command : List.of(
                "run",
                "validate",
                "list",
                "plan",
                "describe",
                "schema",
                "init",
                "report",
                "export",
                "compare",
                "plugins")) {
            RecordingConsole own = new RecordingConsole(false, 100);
            assertEquals(0, Main.commandLine(own.console()).execute(command, "--help"));
            assertTrue(own.out().contains("Examples:"), command);
            assertTrue(own.out().contains("flatness " + command), command);
        }
    }

    @Test
    void completionNamesCommandsAndOptions() {
        assertEquals(0, flatness("completion"), recorder.err());
        String script = recorder.out();
        assertTrue(script.startsWith("#!/usr/bin/env bash"), script);
        for (String word : new String[] {"run", "report", "--resume", "--open", "json-lines"}) {
            assertTrue(script.contains(word), word);
        }
    }

    /** A network that anybody may bring, with data and without: the experiment plans as it is. */
    @Test
    void anExperimentForAModelIsValid(@TempDir Path folder) throws IOException {
        Path small = Files.writeString(folder.resolve("small.yaml"), """
                seed: 5
                problems:
                  - id: net
                    type: network
                    model: {layers: [3, 4, 2], activation: relu, bias: true}
                    data: {type: random, samples: 5, features: 3, classes: 2}
                    loss: cross-entropy
                """);
        Path model = folder.resolve("my net.onnx");
        assertEquals(0, flatness("export", small.toString(), "--to", model.toString()), recorder.err());
        Path data = Files.writeString(folder.resolve("rows.csv"), "1,2,3,0\n0,1,0,1\n2,2,1,0\n");
        for (String with : new String[] {"", data.toString()}) {
            Path experiment = folder.resolve(with.isEmpty() ? "bare.yaml" : "rows.yaml");
            assertEquals(
                    0,
                    with.isEmpty()
                            ? flatness("init", model.toString(), "--to", experiment.toString())
                            : flatness("init", model.toString(), with, "--to", experiment.toString()),
                    recorder.err());
            assertEquals(0, flatness("validate", experiment.toString()), recorder.err());
        }
        assertTrue(Files.readString(folder.resolve("rows.yaml")).contains("file: \"my net.onnx\""));
        assertEquals(2, flatness("init", model.toString(), folder.resolve("rows.idx").toString()));
        assertEquals(2, flatness("init", folder.resolve("other.yaml").toString(), data.toString()));
    }

    @Test
    void theStarterIsAValidExperimentAndIsNotOverwritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.yaml");
        assertEquals(0, flatness("init", file.toString()), recorder.err());
        assertEquals(0, flatness("validate", file.toString()), recorder.err());
        String before = Files.readString(file);
        assertEquals(2, flatness("init", file.toString()));
        assertEquals(before, Files.readString(file));
        assertTrue(recorder.err()
                .endsWith(file + " exists already; name another file, or remove it first" + System.lineSeparator()));
    }

    @Test
    void listNamesTheBuiltInComponentsByKind() {
        assertEquals(0, flatness("list"));
        for (String line : List.of("problems", "transforms", "metrics", "analyses")) {
            assertTrue(recorder.out().lines().anyMatch(line::equals), line);
        }
        assertTrue(recorder.out().contains("  hessian-trace "), recorder.out());
        assertTrue(recorder.out().contains("  layer-rescaling "), recorder.out());
    }

    @Test
    void describeNumbersTheAffineLayersOfAModel() {
        String model =
                Path.of("..", "examples", "models", "digits-mlp-bias.onnx").toString();
        assertEquals(0, flatness("describe", model), recorder.err());
        assertEquals("""
                %s  2130 parameters, input [64], 10 outputs

                layer   type  affine             weight         bias
                0      dense       0  0.weight [24, 64]  0.bias [24]
                1       relu
                2      dense       1  2.weight [16, 24]  2.bias [16]
                3       relu
                4      dense       2  4.weight [10, 16]  4.bias [10]

                Experiments mean affine layers by the number under 'affine', as in layers: [0, 1].
                """.formatted(model), recorder.out().replace("\r\n", "\n"));
    }

    @Test
    void aMisspeltComponentIsNotDescribed() {
        assertEquals(2, flatness("describe", "epsilon-sharpnes"));
        assertTrue(
                recorder.err()
                        .startsWith("flatness: nothing is called 'epsilon-sharpnes'; did you mean epsilon-sharpness?"),
                recorder.err());
    }

    @Test
    void theSchemaIsTheSameTextEveryTime() {
        assertEquals(0, flatness("schema"));
        RecordingConsole again = new RecordingConsole(false, 100);
        Main.commandLine(again.console()).execute("schema");
        assertEquals(recorder.out(), again.out());
        assertTrue(recorder.out().contains("\"const\" : \"epsilon-sharpness\""));
    }
}
