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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs experiments as a user does. */
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
}
