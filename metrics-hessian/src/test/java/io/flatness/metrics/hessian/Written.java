package io.flatness.metrics.hessian;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.run.LocalContext;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Snippet;
import io.flatness.core.spec.YamlMap;
import io.flatness.networks.problem.NetworkProblemFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import io.flatness.transforms.LayerRescaling;
import java.util.Optional;

/** Components from their parameters as written in an experiment. */
final class Written {
    private Written() {}

    /** The minimum of a network problem. */
    static Minimum open(String yaml) {
        NetworkProblemFactory factory = new NetworkProblemFactory();
        return factory.open(parameters(factory, yaml), LocalContext.singleThreaded(1))
                .initial();
    }

    /** A rescaling of layers. */
    static Transform rescaling(String yaml) {
        LayerRescaling factory = new LayerRescaling();
        return factory.create(parameters(factory, yaml));
    }

    private static <P extends Record> P parameters(ComponentFactory<P> factory, String yaml) {
        Findings findings = new Findings();
        Optional<Bound<P>> bound =
                ParameterBinder.bind(factory, (YamlMap) Snippet.read(yaml, Snippet.NOWHERE), findings);
        findings.throwIfAny();
        return bound.orElseThrow().value();
    }
}
