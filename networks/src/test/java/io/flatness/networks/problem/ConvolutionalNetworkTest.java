package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ModelExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionalNetworkTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "fashion");
    private static final String LAYERS = """
            layers: [{type: conv2d, channels: 8, kernel: 3}, relu, {type: max-pool, kernel: 2},
              {type: conv2d, channels: 16, kernel: [3, 3]}, batch-norm, relu, {type: average-pool, kernel: 2}, flatten,
              {type: dense, units: 10}]""";
    private static final String DATA =
            "\ndata: {type: idx, images: first-images.gz, labels: first-labels.gz, scale: 255}\nloss: cross-entropy";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{file: fashion-cnn.onnx}", "{file: fashion-cnn.safetensors, LAYERS}"})
    void logitsAreThoseOfPyTorch(String model) throws IOException {
        Minimum minimum = Experiments.in(RESOURCES)
                .open("model: " + model.replace("LAYERS", LAYERS) + DATA)
                .initial();
        double[] outputs = outputs(minimum);
        JsonNode logits = new ObjectMapper()
                .readTree(RESOURCES.resolve("first-logits.json").toFile())
                .path("logits");
        for (int i = 0; i < 30; i++) {
            double logit = logits.path(i / 10).path(i % 10).asDouble();
            assertEquals(logit, outputs[i], 1e-13 * (1 + Math.abs(logit)), "logit " + i);
        }
    }

    @Test
    void exportedWeightsReadBackBitByBit() throws IOException {
        Minimum minimum = Experiments.in(RESOURCES)
                .open("model: {file: fashion-cnn.onnx}" + DATA)
                .initial();
        double[] moved = minimum.theta().clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] *= 1 + 0.1 * Math.sin(i);
        }
        ModelExport export = minimum.surface().as(ModelExport.class).orElseThrow();
        Files.write(
                folder.resolve("out.safetensors"), export.export("safetensors", moved, ModelExport.Precision.FLOAT64));
        Files.write(folder.resolve("out.onnx"), export.export("onnx", moved, ModelExport.Precision.FLOAT64));
        for (String data : new String[] {"first-images.gz", "first-labels.gz"}) {
            Files.copy(RESOURCES.resolve(data), folder.resolve(data));
        }
        double[] expected =
                minimum.surface().as(EmpiricalRisk.class).orElseThrow().outputs(moved);
        Experiments experiments = Experiments.in(folder);
        Minimum tensors = experiments
                .open("model: {file: out.safetensors, " + LAYERS + "}" + DATA)
                .initial();
        assertArrayEquals(moved, tensors.theta());
        assertArrayEquals(expected, outputs(tensors));
        Minimum graph = experiments.open("model: {file: out.onnx}" + DATA).initial();
        assertArrayEquals(moved, graph.theta());
        assertArrayEquals(expected, outputs(graph));
        assertEquals(minimum.surface().layout(), graph.surface().layout());
    }

    @Test
    void denseWeightsAreExportedTheWayPyTorchStoresThem() throws IOException {
        Minimum minimum = Experiments.in(folder)
                .open(
                        "model: {layers: [3, 4, 2], activation: relu}\ndata: {type: random, samples: 5, features: 3, classes: 2}\n"
                                + "loss: cross-entropy")
                .initial();
        ModelExport export = minimum.surface().as(ModelExport.class).orElseThrow();
        Files.write(
                folder.resolve("out.safetensors"),
                export.export("safetensors", minimum.theta(), ModelExport.Precision.FLOAT64));
        Minimum again = Experiments.in(folder)
                .open("model: {file: out.safetensors, layers: [3, 4, 2], activation: relu}\n"
                        + "data: {type: random, samples: 5, features: 3, classes: 2}\nloss: cross-entropy")
                .initial();
        // the same products in the same order of summation, up to rounding
        assertArrayEquals(outputs(minimum), outputs(again), 1e-14);
        assertEquals(false, export.exactInSinglePrecision(minimum.theta()));
        assertEquals(true, export.exactInSinglePrecision(new double[minimum.theta().length]));
    }

    @Test
    void describedBranchesAreTrainedFromTheSeed() {
        Minimum minimum = Experiments.in(folder).open("""
                        model:
                          layers:
                            - {type: conv2d, channels: 4, kernel: 3, padding: 1, bias: false}
                            - batch-norm
                            - type: residual
                              layers: [{type: conv2d, channels: 4, kernel: 3, padding: 1}, relu]
                            - {type: residual, layers: [{type: conv2d, channels: 6, kernel: 1}],
                               shortcut: [{type: conv2d, channels: 6, kernel: 1, bias: false}]}
                            - {type: concat, branches: [[], [{type: conv2d, channels: 2, kernel: 1}, prelu]]}
                            - {type: maxout, pieces: 2}
                            - global-average-pool
                            - flatten
                            - {type: dense, units: 3}
                        data: {type: random, samples: 4, features: 50, classes: 3, inputShape: [2, 5, 5]}
                        loss: cross-entropy
                        """).initial();
        assertEquals(
                4 * 2 * 9 + 8 + (4 * 4 * 9 + 4) + (6 * 4 + 6) + 6 * 4 + (2 * 6 + 2) + 1 + (4 * 3 + 3),
                minimum.theta().length);
        assertEquals(12, outputs(minimum).length);
    }

    @Test
    void paddingIsTheSameAsThatOfTheConvolutionBehindIt() {
        String form = """
                model:
                  layers: [%s flatten, {type: dense, units: 3}]
                data: {type: random, samples: 4, features: 50, classes: 3, inputShape: [2, 5, 5]}
                loss: cross-entropy
                """;
        for (String[] pair : new String[][] {
            {
                "{type: conv2d, channels: 3, kernel: 3, padding: 1},",
                "{type: pad, padding: 1}, {type: conv2d, channels: 3, kernel: 3},"
            },
            {
                "{type: conv2d, channels: 3, kernel: 3, padding: [2, 0]},",
                "{type: pad, padding: [2, 0]}, {type: conv2d, channels: 3, kernel: 3},"
            },
            {
                "{type: conv2d, channels: 3, kernel: 3, padding: 2},",
                "{type: pad, padding: [3, 2, 0, 2]}, {type: pad, padding: [-1, 0, 2, 0]}, {type: conv2d, channels: 3, kernel: 3},"
            }
        }) {
            Minimum own = Experiments.in(folder).open(form.formatted(pair[0])).initial();
            Minimum apart = Experiments.in(folder).open(form.formatted(pair[1])).initial();
            double[] theta = own.theta();
            assertEquals(theta.length, apart.theta().length);
            double[] expected = outputs(own);
            double[] found =
                    apart.surface().as(EmpiricalRisk.class).orElseThrow().outputs(theta);
            assertArrayEquals(expected, found, 1e-14, pair[1]);
        }
    }

    private static double[] outputs(Minimum minimum) {
        return minimum.surface().as(EmpiricalRisk.class).orElseThrow().outputs(minimum.theta());
    }
}
