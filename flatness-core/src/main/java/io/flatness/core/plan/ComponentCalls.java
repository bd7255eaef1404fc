package io.flatness.core.plan;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.Origin;
import io.flatness.core.plugin.Registry;
import io.flatness.core.spec.Finding;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.InvalidExperimentException;
import io.flatness.core.spec.Mark;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.MetricRef;
import io.flatness.spi.TransformFactory;
import io.flatness.spi.TransformStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Makes components that an analysis names while it runs; defaults may be left out. Thread-safe. */
public final class ComponentCalls {
    private final Registry registry;
    private final Map<TransformStep, PlannedLink> links = new ConcurrentHashMap<>();
    private final Map<MetricRef, Called> metrics = new ConcurrentHashMap<>();

    /** Calls to the components of a registry. */
    public ComponentCalls(Registry registry) {
        this.registry = registry;
    }

    /** A metric with its parameters resolved, and where it comes from. */
    public record Called(MetricRef ref, Metric metric, Origin origin) {}

    /** The links of a chain. */
    public List<PlannedLink> links(List<TransformStep> chain) {
        return chain.stream().map(this::link).toList();
    }

    /**
     * The transform behind a link.
     *
     * @throws IllegalArgumentException when there is none, or a parameter is wrong
     */
    public PlannedLink link(TransformStep step) {
        return links.computeIfAbsent(step, key -> {
            Component<TransformFactory<?>> component = registry.transform(key.type())
                    .orElseThrow(() -> new IllegalArgumentException("there is no transform of type " + key.type()));
            return link(key, component, component.factory());
        });
    }

    private static <P extends Record> PlannedLink link(
            TransformStep step, Component<?> component, TransformFactory<P> factory) {
        Bound<P> bound = bind(factory, step.parameters());
        TransformStep resolved = new TransformStep(step.type(), Plain.map(bound.plain()));
        return new PlannedLink(resolved, factory.create(bound.value()), component.origin());
    }

    /**
     * The metric behind a reference.
     *
     * @throws IllegalArgumentException when there is none, or a parameter is wrong
     */
    public Called metric(MetricRef ref) {
        return metrics.computeIfAbsent(ref, key -> {
            Component<MetricFactory<?>> component = registry.metric(key.type())
                    .orElseThrow(() -> new IllegalArgumentException("there is no metric of type " + key.type()));
            return metric(key, component, component.factory());
        });
    }

    private static <P extends Record> Called metric(MetricRef ref, Component<?> component, MetricFactory<P> factory) {
        Bound<P> bound = bind(factory, ref.parameters());
        MetricRef resolved = new MetricRef(ref.id(), ref.type(), Plain.map(bound.plain()));
        return new Called(resolved, factory.create(bound.value()), component.origin());
    }

    private static <P extends Record> Bound<P> bind(ComponentFactory<P> factory, Map<String, Object> parameters) {
        Findings findings = new Findings();
        YamlMap written = (YamlMap) YamlNode.of(parameters, Mark.of(factory.name()));
        Bound<P> bound = ParameterBinder.bind(factory, written, findings).orElse(null);
        if (bound != null) {
            return bound;
        }
        try {
            findings.throwIfAny();
        } catch (InvalidExperimentException e) {
            throw new IllegalArgumentException(
                    e.findings().stream().map(Finding::toString).collect(Collectors.joining("; ")), e);
        }
        throw new AssertionError("a failed binding leaves a finding");
    }
}
