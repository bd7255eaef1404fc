package io.flatness.core.plan;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.bind.Places;
import io.flatness.core.plugin.Component;
import io.flatness.core.spec.ComponentSpec;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.TransformSpec;
import io.flatness.core.spec.YamlMap;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.PointRef;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformFactory;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.LossSurface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Expands, binds and checks transforms. */
final class TransformPlanner {
    private static final int MAX_CHAINS = 10_000;

    private final Map<String, Component<TransformFactory<?>>> components;
    private final Findings findings;

    TransformPlanner(Map<String, Component<TransformFactory<?>>> components, Findings findings) {
        this.components = components;
        this.findings = findings;
    }

    /** One chain for every combination of swept values; none when a link is unknown or wrong. */
    List<Chain> plan(TransformSpec spec) {
        List<List<Link>> chains = List.of(List.of());
        for (ComponentSpec linkSpec : spec.links()) {
            Component<TransformFactory<?>> component = components.get(linkSpec.type());
            if (component == null) {
                return List.of();
            }
            List<List<Link>> longer = new ArrayList<>();
            List<Link> values = new ArrayList<>();
            for (YamlMap parameters : ParameterBinder.expand(component.factory(), linkSpec.parameters(), findings)) {
                bind(linkSpec, parameters, component, component.factory()).ifPresent(values::add);
            }
            if ((long) chains.size() * values.size() > MAX_CHAINS) {
                findings.add(
                        linkSpec.mark(),
                        "the sweeps multiply to " + (long) chains.size() * values.size()
                                + " combinations along this chain; at most " + MAX_CHAINS
                                + " are run: sweep less, or split the experiment");
                return List.of();
            }
            for (List<Link> chain : chains) {
                for (Link value : values) {
                    List<Link> extended = new ArrayList<>(chain);
                    extended.add(value);
                    longer.add(extended);
                }
            }
            chains = longer;
        }
        return chains.stream().map(links -> new Chain(spec, links)).toList();
    }

    private <P extends Record> Optional<Link> bind(
            ComponentSpec spec, YamlMap parameters, Component<?> component, TransformFactory<P> factory) {
        Optional<Bound<P>> bound = ParameterBinder.bind(factory, parameters, findings);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        try {
            Transform transform = factory.create(bound.get().value());
            TransformStep step =
                    new TransformStep(spec.type(), Plain.map(bound.get().plain()));
            return Optional.of(new Link(new PlannedLink(step, transform, component.origin()), parameters));
        } catch (InvalidParameterException e) {
            findings.add(Places.of(parameters, e.parameter()), Plain.message(e));
        } catch (IllegalArgumentException e) {
            findings.add(parameters.mark(), Plain.message(e));
        }
        return Optional.empty();
    }

    /** Refuses a change of the network behind a change of coordinates. */
    void checkOrder(Chain chain) {
        boolean newCoordinates = false;
        for (Link link : chain.links()) {
            Transform transform = link.planned().transform();
            boolean ofNetwork = !transform.changesCoordinates()
                    && transform
                            .family()
                            .filter(family -> family.changes() != Invariance.Subject.COORDINATES)
                            .isPresent();
            if (newCoordinates && ofNetwork) {
                findings.add(
                        link.parameters().mark(),
                        link.planned().step().type() + " changes the network and must come before the change of"
                                + " coordinates in the chain");
            }
            newCoordinates |= transform.changesCoordinates();
        }
    }

    /**
     * Asks every link up to and including the first change of coordinates whether it fits a problem; later ones see
     * another surface and are asked when the point is made.
     *
     * @return the reason of a refusal, or {@code null}
     */
    @Nullable
    String check(Chain chain, PlannedProblem problem, boolean named) {
        LossSurface surface = problem.problem().initial().surface();
        for (Link link : chain.links()) {
            Transform transform = link.planned().transform();
            try {
                transform.check(surface);
            } catch (RefusedException e) {
                if (named) {
                    findings.add(
                            chain.spec().mark(),
                            "the problem " + problem.id() + " refuses "
                                    + link.planned().step().type() + ": " + Plain.message(e));
                }
                return Plain.message(e);
            } catch (InvalidParameterException e) {
                findings.add(Places.of(link.parameters(), e.parameter()), forProblem(problem, e));
            } catch (IllegalArgumentException e) {
                findings.add(link.parameters().mark(), forProblem(problem, e));
            }
            if (transform.changesCoordinates()) {
                break;
            }
        }
        return null;
    }

    private static String forProblem(PlannedProblem problem, IllegalArgumentException e) {
        return Plain.message(e) + " (problem " + problem.id() + ")";
    }

    /** A bound link with the place of its parameters. */
    record Link(PlannedLink planned, YamlMap parameters) {}

    /** A transform with one value for every swept parameter. */
    record Chain(TransformSpec spec, List<Link> links) {
        PlannedTransform planned(ProblemScope scope) {
            List<PlannedLink> planned = links.stream().map(Link::planned).toList();
            List<TransformStep> steps = planned.stream().map(PlannedLink::step).toList();
            return new PlannedTransform(new PointRef(spec.id(), parameters(), steps), planned, scope);
        }

        private Map<String, Object> parameters() {
            if (!spec.chain()) {
                return links.get(0).planned().step().parameters();
            }
            List<Object> written = new ArrayList<>();
            for (Link link : links) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("type", link.planned().step().type());
                one.putAll(link.planned().step().parameters());
                written.add(one);
            }
            return Map.of("chain", written);
        }
    }
}
