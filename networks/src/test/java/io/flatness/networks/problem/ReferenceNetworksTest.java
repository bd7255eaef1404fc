package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.run.LocalContext;
import io.flatness.networks.data.DataParameters;
import io.flatness.networks.data.Teacher;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.loss.Reduction;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceNetworksTest {
    private static final Path MODELS = Path.of("..", "examples", "models");

    private final LocalContext context = LocalContext.singleThreaded(1);

    @ParameterizedTest
    @CsvSource({
        "digits-mlp, onnx, ''",
        "digits-mlp, safetensors, '64,32,10'",
        "digits-mlp-bias, onnx, ''",
        "digits-mlp-bias, safetensors, '64,24,16,10'"
    })
    void lossTracesAndLogitsAreThoseOfTheReference(String name, String format, String widths) throws IOException {
        JsonNode reference = new ObjectMapper()
                .readTree(MODELS.resolve(name + ".reference.json").toFile());
        Minimum minimum = open(MODELS.resolve(name + "." + format), widths);
        LossSurface surface = minimum.surface();
        double[] theta = minimum.theta();

        // 1e-12: sums of 1,797 terms at eps
        double loss = reference.path("loss").asDouble();
        assertEquals(loss, surface.value(theta), 1e-12 * loss);
        double gradientNorm = context.linearAlgebra().norm(surface.gradient(theta));
        assertEquals(reference.path("gradient_norm").asDouble(), gradientNorm, 1e-11);

        EmpiricalRisk risk = surface.as(EmpiricalRisk.class).orElseThrow();
        assertEquals(reference.path("accuracy").asDouble(), risk.accuracy(theta).orElseThrow());
        double[] outputs = risk.outputs(theta);
        for (int i = 0; i < 30; i++) {
            double logit =
                    reference.path("logits_first3").path(i / 10).path(i % 10).asDouble();
            assertEquals(logit, outputs[i], 1e-12 * (1 + Math.abs(logit)), "logit " + i);
        }

        double[] traces = surface.as(ExactCurvature.class).orElseThrow().hessianBlockTraces(theta);
        assertEquals(reference.path("parameters").size(), traces.length);
        for (int i = 0; i < traces.length; i++) {
            String block = reference.path("parameters").path(i).path("name").asText();
            assertEquals(block, surface.layout().blocks().get(i).name());
            double trace = reference.path("hessian_block_traces").path(block).asDouble();
            assertEquals(trace, traces[i], 1e-10 * trace, block);
        }
    }

    @ParameterizedTest
    @CsvSource({"digits-mlp, '64,32,10'", "digits-mlp-bias, '64,24,16,10'"})
    void hessianProductOfTheProbeIsThatOfTheReference(String name, String widths) throws IOException {
        JsonNode reference = new ObjectMapper()
                .readTree(MODELS.resolve(name + ".reference.json").toFile());
        Minimum minimum = open(MODELS.resolve(name + ".safetensors"), widths);
        double[] probe = IntStream.range(0, minimum.theta().length)
                .mapToDouble(i -> Math.sin(i + 1))
                .toArray();
        double[] product = minimum.surface().hessianAt(minimum.theta()).apply(probe);
        double norm = reference.path("hvp").path("norm").asDouble();
        assertEquals(norm, context.linearAlgebra().norm(product), 1e-11 * norm);
        assertEquals(
                reference.path("hvp").path("dot").asDouble(),
                context.linearAlgebra().dot(probe, product),
                1e-11 * norm);
        for (int i = 0; i < 8; i++) {
            assertEquals(reference.path("hvp").path("first").path(i).asDouble(), product[i], 1e-12 * norm);
            assertEquals(
                    reference.path("hvp").path("last").path(i).asDouble(),
                    product[product.length - 8 + i],
                    1e-12 * norm);
        }
    }

    private Minimum open(Path file, String widths) {
        List<LayerParameters> layers = widths.isEmpty()
                ? null
                : IntStream.of(Arrays.stream(widths.split(","))
                                .mapToInt(Integer::parseInt)
                                .toArray())
                        .mapToObj(LayerParameters::of)
                        .toList();
        NetworkParameters parameters = new NetworkParameters(
                new ModelParameters(
                        file,
                        null,
                        null,
                        layers,
                        null,
                        widths.isEmpty() ? null : new ActivationParameters.Relu(),
                        null,
                        null,
                        null),
                new DataParameters.Digits(null, null, 16, null, Teacher.NONE),
                null,
                new LossParameters.CrossEntropy(0, -100, new LossParameters.Total(Reduction.MEAN, 0)),
                null,
                Precision.FLOAT64,
                NetworkParameters.Kinks.WARN);
        return NetworkOpener.open(parameters, context).initial();
    }
}
