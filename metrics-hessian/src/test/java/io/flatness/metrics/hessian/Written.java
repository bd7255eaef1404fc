package io.flatness.metrics.hessian;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.LocalContext;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Snippet;
import io.flatness.core.spec.YamlMap;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.ProblemFactory;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformFactory;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;

/** Components from their parameters as written in an experiment. */
final class Written {
    private static final Registry REGISTRY = Registry.fromClassPath();

    private Written() {}

    /** The minimum of a network problem. */
    static Minimum open(String yaml) {
        return opened(REGISTRY.problem("network").orElseThrow().factory(), yaml);
    }

    /** A rescaling of layers. */
    static Transform rescaling(String yaml) {
        return created(REGISTRY.transform("layer-rescaling").orElseThrow().factory(), yaml);
    }

    private static <P extends Record> Minimum opened(ProblemFactory<P> factory, String yaml) {
        return factory.open(parameters(factory, yaml), LocalContext.singleThreaded(1))
                .initial();
    }

    private static <P extends Record> Transform created(TransformFactory<P> factory, String yaml) {
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
