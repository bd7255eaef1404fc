package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.flatness.report.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that people make: the full text of each message, exit code 2, and nothing written. */
class BadInputTest {
    private static final Path MODELS = Path.of("..", "examples", "models");

    private static final String EXPERIMENT = """
            name: bad
            seed: 1
            problems:
              - id: mlp
                type: network
                model: {file: digits-mlp.onnx}
                data: {type: digits}
                loss: cross-entropy
            transforms:
              - {id: alpha, type: layer-rescaling, layers: [0, 1], alpha: 10}
            metrics:
              - {id: trace, type: hessian-trace}
            """;

    private final RecordingConsole recorder = new RecordingConsole(false, 100);

    @TempDir
    private Path folder;

    @BeforeEach
    void copyTheNetwork() throws IOException {
        for (String name : new String[] {"digits-mlp.onnx", "digits-mlp.safetensors"}) {
            Files.copy(MODELS.resolve(name), folder.resolve(name));
        }
    }

    @Test
    void anUnknownTypeIsAnsweredWithTheNearest() throws IOException {
        refused(
                EXPERIMENT.replace("hessian-trace", "hessian-trase"),
                "%s:12:23: there is no metric of type hessian-trase; did you mean hessian-trace?");
    }

    @Test
    void anUnknownKeyIsAnsweredWithTheNearest() throws IOException {
        refused(
                EXPERIMENT.replace("alpha: 10", "alhpa: 10"),
                "%s:10:56: layer-rescaling has no parameter alhpa; did you mean alpha? (allowed: layers, alpha, alphas, to, maxLog2,"
                        + " powersOfTwo)");
    }

    @Test
    void twoMistakesAreReportedTogether() throws IOException {
        refused(EXPERIMENT.replace("seed: 1", "sede: 1").replace("alpha: 10", "alpha: ten"), """
                %1$s:2:1: an experiment has no key sede; did you mean seed? (allowed: name, seed, problems, transforms, \
                metrics, analyses, expect, report, backend, threads, memory, timeout)
                %1$s:10:63: alpha is the text "ten"; it must be a finite number""");
    }

    @Test
    void aMissingFileIsNamedWithThePlaceWhereItWasLookedFor() throws IOException {
        refused(
                EXPERIMENT.replace("digits-mlp.onnx", "missing.onnx"),
                "%s:6:19: there is no file missing.onnx (looked for " + folder.resolve("missing.onnx") + ")");
    }

    @Test
    void anIdIsUnique() throws IOException {
        refused(
                EXPERIMENT + "  - {id: trace, type: hessian-spectral-norm}\n",
                "%s:13:10: two metrics have the id trace (the first is in line 12); ids are unique");
    }

    @Test
    void aLayerIndexOutOfRangeIsAnsweredWithTheLayers() throws IOException {
        refused(
                EXPERIMENT.replace("layers: [0, 1]", "layers: [0, 2]"),
                "%s:10:48: there is no affine layer 2; affine layers: 0 = 0 (64 → 32), 1 = 2 (32 → 10) (problem mlp)");
    }

    @Test
    void aTransformThatWouldChangeTheFunctionSaysWhy() throws IOException {
        refused(
                EXPERIMENT
                        .replace("{file: digits-mlp.onnx}", "{layers: [64, 8, 10], activation: tanh}")
                        .replace("alpha: 10}", "alpha: 10, problems: [mlp]}"),
                "%s:10:5: the problem mlp refuses layer-rescaling: layer 1 (tanh) is odd but not homogeneous: scaling"
                        + " its input by 10.0 (unit 0) would change the function; only −1 and 1 pass");
    }

    @Test
    void anUnsupportedOnnxOperatorIsNamedWithItsNode() throws IOException {
        byte[] model = Files.readAllBytes(folder.resolve("digits-mlp.onnx"));
        String text = new String(model, StandardCharsets.ISO_8859_1).replace("\"\u0004Relu", "\"\u0004Sinh");
        Files.write(folder.resolve("digits-mlp.onnx"), text.getBytes(StandardCharsets.ISO_8859_1));
        String message = messageOf(EXPERIMENT);
        assertEquals(
                "%s:6:19: digits-mlp.onnx uses the operator Sinh (node /1/Relu), which is not supported: replace it"
                                .formatted(folder.resolve("bad.yaml"))
                        + " before the export, or describe the network with layers and read its weights from a"
                        + " safetensors file",
                message.lines().findFirst().orElseThrow());
    }

    @Test
    void aTruncatedSafetensorsFileSaysWhereItEnds() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("digits-mlp.safetensors"));
        Files.write(folder.resolve("digits-mlp.safetensors"), Arrays.copyOf(whole, 3000));
        refused(
                EXPERIMENT.replace(
                        "{file: digits-mlp.onnx}",
                        "{file: digits-mlp.safetensors, layers: [64, 32, 10], activation: relu}"),
                "%s:6:19: digits-mlp.safetensors is truncated: the tensor 0.weight should have 2048 elements, but the"
                        + " file ends after 712");
    }

    @Test
    void labelsAreWithinTheClasses() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "0,".repeat(64) + "3\n" + "1,".repeat(64) + "12\n");
        refused(
                EXPERIMENT.replace("{type: digits}", "{type: csv, file: data.csv, label: last}"),
                "%s:7:11: sample 1 has the label 12, but the network has 10 outputs: labels must be integers from 0"
                        + " to 9");
    }

    @Test
    void aPyTorchPickleIsAnsweredWithItsExport() throws IOException {
        Files.writeString(folder.resolve("model.pt"), "a pickle");
        refused(EXPERIMENT.replace("digits-mlp.onnx", "model.pt"), """
                %s:6:19: model.pt is a PyTorch pickle, which only PyTorch can open. Export it from PyTorch, with one \
                sample x of your data:
                    model.eval()
                    torch.onnx.export(model, (x.unsqueeze(0),), "model.onnx", dynamo=True)
                    # or the weights alone: safetensors.torch.save_file(model.state_dict(), "model.safetensors")""");
    }

    @Test
    void whatYamlLetsPassSilentlyIsRefused() throws IOException {
        refused(
                EXPERIMENT.replace("seed: 1", "seed: 1\nseed: 2"),
                "%s:3:1: the key seed is given twice; the first is in line 2");
        refused(EXPERIMENT.replace("alpha: 10", "alpha:"), "%s:10:62: alpha has no value; it must be a finite number");
        refused(
                EXPERIMENT.replace("[0, 1]", "[0, 3.7]"),
                "%s:10:52: layers[1] is the number 3.7; it must be an integer");
        refused(
                EXPERIMENT.replace("[0, 1]", "[0, '1']"),
                "%s:10:52: layers[1] is the text \"1\"; it must be an integer");
        refused(
                EXPERIMENT.replace("alpha: 10", "alpha: 1e400"),
                "%s:10:63: alpha is 1e400, which is too large for a double");
        refused(
                EXPERIMENT + "---\nname: two\n",
                "%s:14:1: a second document starts here; an experiment is one document");
        refused(
                EXPERIMENT.replace("[0, 1]", "&l [0, 1]"),
                "%s:10:48: anchors (&name) are not supported; write the value out where it is needed");
        refused("", "%s:1:1: the file is empty; an experiment has at least problems and metrics");
    }

    @Test
    void aFolderThatIsNotEmptyIsLeftAlone() throws IOException {
        Path experiment = Files.writeString(folder.resolve("good.yaml"), EXPERIMENT);
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");

        assertEquals(
                2, Main.commandLine(recorder.console()).execute("run", experiment.toString(), "--out", out.toString()));

        assertEquals(
                "flatness: " + out + " is not empty; choose another folder, or go on with --resume\n",
                recorder.err().replace("\r\n", "\n"));
        assertEquals(1, out.toFile().list().length);
    }

    private void refused(String yaml, String message) throws IOException {
        assertEquals(message.formatted(folder.resolve("bad.yaml")), messageOf(yaml));
    }

    private String messageOf(String yaml) throws IOException {
        Path experiment = Files.writeString(folder.resolve("bad.yaml"), yaml);
        Path out = folder.resolve("out");
        RecordingConsole own = new RecordingConsole(false, 100);

        int exit = Main.commandLine(own.console()).execute("run", experiment.toString(), "--out", out.toString());

        assertEquals(2, exit, own.err());
        assertEquals("", own.out());
        assertFalse(Files.exists(out), "something was written");
        String err = own.err().replace("\r\n", "\n");
        int end = err.lastIndexOf("\nflatness: ");
        int mistakes = (int) err.substring(0, end)
                .lines()
                .filter(line -> line.startsWith(experiment + ":"))
                .count();
        assertEquals(
                "\nflatness: " + Text.count(mistakes, "mistake")
                        + " in the experiment; nothing was run and nothing was written\n",
                err.substring(end));
        return err.substring(0, end);
    }
}
