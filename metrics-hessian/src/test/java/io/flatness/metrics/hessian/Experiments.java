package io.flatness.metrics.hessian;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.Flatness;
import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.LocalContext;
import io.flatness.core.run.RunListener;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Snippet;
import io.flatness.core.spec.YamlMap;
import io.flatness.networks.problem.NetworkParameters;
import io.flatness.networks.problem.NetworkProblemFactory;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import io.flatness.transforms.LayerRescaling;
import io.flatness.transforms.LayerRescalingParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs experiments as a user does, and writes reference networks as a user would. */
final class Experiments {
    private Experiments() {}

    static JsonNode run(Path folder, String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("experiment.yaml"), yaml);
            Path out = folder.resolve("out");
            RunPlan plan =
                    new Flatness(Registry.fromClassPath()).plan(file, List.of(), new HostOptions(1, null, "ojalgo"));
            new Flatness(Registry.fromClassPath()).run(plan, out, false, RunListener.SILENT);
            return new ObjectMapper().readTree(out.resolve("results.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The minimum of a network problem, written as in an experiment. */
    static Minimum open(String yaml) {
        Findings findings = new Findings();
        YamlMap written = (YamlMap) Snippet.read(yaml, Snippet.NOWHERE);
        Optional<Bound<NetworkParameters>> bound = ParameterBinder.bind(new NetworkProblemFactory(), written, findings);
        findings.throwIfAny();
        return new NetworkProblemFactory()
                .open(bound.orElseThrow().value(), LocalContext.singleThreaded(1))
                .initial();
    }

    /** A rescaling of layers, its parameters written as in an experiment. */
    static Transform rescaling(String yaml) {
        Findings findings = new Findings();
        YamlMap written = (YamlMap) Snippet.read(yaml, Snippet.NOWHERE);
        LayerRescaling factory = new LayerRescaling();
        Optional<Bound<LayerRescalingParameters>> bound = ParameterBinder.bind(factory, written, findings);
        findings.throwIfAny();
        return factory.create(bound.orElseThrow().value());
    }

    static JsonNode oracle(String name) {
        try (InputStream in = Experiments.class.getResourceAsStream("/oracles/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] vector(JsonNode node) {
        return Surfaces.fill(node.size(), i -> node.get(i).doubleValue());
    }

    /** A problem entry of a reference network at one of its points. */
    static String problem(JsonNode oracle, JsonNode theta) {
        JsonNode network = oracle.get("network");
        JsonNode dims = network.get("dims");
        boolean bias = network.get("bias").asBoolean();
        List<String> weights = new ArrayList<>();
        List<String> biases = new ArrayList<>();
        int at = 0;
        for (int k = 1; k < dims.size(); k++) {
            int rows = dims.get(k - 1).asInt();
            int columns = dims.get(k).asInt();
            List<String> matrix = new ArrayList<>();
            for (int i = 0; i < rows; i++, at += columns) {
                matrix.add(list(theta, at, columns));
            }
            weights.add(matrix.toString());
            if (bias) {
                biases.add(list(theta, at, columns));
                at += columns;
            }
        }
        String activation = network.get("activation").asText().equals("leaky")
                ? "{type: leaky-relu, slope: " + network.get("leaky_slope") + "}"
                : "relu";
        String loss = oracle.get("loss").asText().equals("ce")
                ? "cross-entropy"
                : oracle.get("loss").asText();
        String targets = loss.equals("cross-entropy") ? "labels" : "targets";
        return """
                  - id: net
                    type: network
                    model:
                      layers: %s
                      activation: %s
                      bias: %s
                      weights: %s
                %s    data: {type: inline, inputs: %s, %s: %s}
                    loss: %s
                """.formatted(
                        dims,
                        activation,
                        bias,
                        weights,
                        bias ? "      biases: " + biases + "\n" : "",
                        oracle.at("/data/X"),
                        targets,
                        oracle.at("/data/Y"),
                        loss);
    }

    private static String list(JsonNode theta, int from, int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(theta.get(from + i).toString());
        }
        return numbers.toString();
    }
}
