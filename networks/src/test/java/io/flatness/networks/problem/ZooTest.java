package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small networks as PyTorch and transformers export them, against double differentiation in PyTorch. */
class ZooTest {
    private static final int LARGEST = 900;
    private static final Path ZOO = Path.of("src/test/resources/zoo");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert",
                "conv1d",
                "encoder",
                "gpt2-tied",
                "gpt2-untied",
                "group-norm-cnn",
                "instance-norm-transposed",
                "layer-norm-mlp",
                "lstm",
                "mobile-block",
                "resnet-cifar",
                "vit",
                "vit-dynamo"
            })
    void derivativesAreThoseOfTheReference(String name) throws IOException {
        JsonNode reference =
                new ObjectMapper().readTree(ZOO.resolve(name + ".json").toFile());
        Minimum minimum = Experiments.in(ZOO)
                .open("model: {file: " + name + ".onnx}\ndata: {type: npz, file: " + name
                        + ".npz}\nloss: cross-entropy")
                .initial();
        double[] theta = minimum.theta();
        assertEquals(reference.path("parameters").asInt(), theta.length);
        near(reference, "loss", minimum.surface().value(theta));
        double[] gradient = minimum.surface().gradient(theta);
        List<Integer> held = held(name, minimum.surface().layout());
        held.forEach(k -> gradient[k] = 0);
        double squares = 0;
        for (double g : gradient) {
            squares += g * g;
        }
        near(reference, "gradientNorm", Math.sqrt(squares));
        int n = theta.length;
        double[] matrix = hessian(minimum.surface().hessianAt(theta));
        for (int k : held) {
            for (int i = 0; i < n; i++) {
                matrix[k * n + i] = 0;
                matrix[i * n + k] = 0;
            }
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += matrix[i * n + i];
        }
        near(reference, "trace", trace);
        near(
                reference,
                "frobenius",
                Math.sqrt(Arrays.stream(matrix).map(h -> h * h).sum()));
        if (n > LARGEST) {
            return; // all eigenvalues of a larger matrix take minutes
        }
        double[] eigenvalues = new OjalgoLinearAlgebra(new JavaGemm()).eigenvalues(matrix, n);
        near(reference, "lambdaMin", Math.min(eigenvalues[0], eigenvalues[n - 1]));
        near(reference, "lambdaMax", Math.max(eigenvalues[0], eigenvalues[n - 1]));
    }

    /** The reference holds the embedding of the padding token fixed, which a model file does not say. */
    private static List<Integer> held(String name, ParameterLayout layout) {
        if (!name.equals("bert")) {
            return List.of();
        }
        Block words = layout.blocks().stream()
                .filter(block -> block.name().contains("word_embeddings"))
                .findFirst()
                .orElseThrow();
        int width = words.shape().get(1);
        return IntStream.range(words.offset(), words.offset() + width).boxed().toList();
    }

    private static void near(JsonNode reference, String quantity, double value) {
        double expected = reference.path(quantity).asDouble();
        assertEquals(expected, value, 1e-6 * Math.abs(expected), quantity);
    }

    private static double[] hessian(SymmetricOperator operator) {
        int n = operator.dimension();
        double[] matrix = new double[n * n];
        double[] unit = new double[n];
        for (int i = 0; i < n; i++) {
            unit[i] = 1;
            System.arraycopy(operator.apply(unit), 0, matrix, i * n, n);
            unit[i] = 0;
        }
        return matrix;
    }
}
