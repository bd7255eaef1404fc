package io.flatness.core.plan;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.bind.Places;
import io.flatness.core.host.Host;
import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Registry;
import io.flatness.core.spec.ComponentSpec;
import io.flatness.core.spec.DidYouMean;
import io.flatness.core.spec.ExpectSpec;
import io.flatness.core.spec.ExperimentSpec;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Mark;
import io.flatness.core.spec.TransformSpec;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlScalar;
import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.MetricRef;
import io.flatness.spi.PointRef;
import io.flatness.spi.TransformFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns an experiment into a plan; everything that is wrong is reported together. */
public final class Planner {
    private static final int MAX_POINTS = 100_000;
    private static final long MAX_MEASUREMENTS = 1_000_000;

    private final Registry registry;
    private final Host host;
    private final Findings findings;

    /** A planner that adds to findings which the reading of the file may have left. */
    public Planner(Registry registry, Host host, Findings findings) {
        this.registry = registry;
        this.host = host;
        this.findings = findings;
    }

    /**
     * Plans.
     *
     * @param backend the backend asked for, as it stands in the results
     * @param source what the plan is made from
     * @throws io.flatness.core.spec.InvalidExperimentException with everything that is wrong
     */
    public RunPlan plan(ExperimentSpec spec, String backend, PlanSource source) {
        Path parent = spec.file().toAbsolutePath().getParent();
        List<PlannedProblem> problems = problems(spec, parent == null ? Path.of("") : parent);
        Set<String> problemNames = names(spec.problems(), problems);
        List<PlannedMetric> metrics = metrics(spec, problemNames);
        TransformPlanner transformPlanner = new TransformPlanner(transformComponents(spec), findings);
        List<PlannedTransform> transforms = new ArrayList<>();
        Map<PlannedTransform, TransformPlanner.Chain> chains = new java.util.IdentityHashMap<>();
        for (TransformSpec one : spec.transforms()) {
            ProblemScope scope = scope(one.problems(), problemNames);
            for (TransformPlanner.Chain chain : transformPlanner.plan(one)) {
                transformPlanner.checkOrder(chain);
                PlannedTransform planned = chain.planned(scope);
                transforms.add(planned);
                chains.put(planned, chain);
            }
        }
        List<PlannedPoint> points = points(problems, transforms, metrics, chains, transformPlanner);
        List<PlannedAnalysis> analyses = analyses(spec, problems, problemNames);
        checkExpectations(spec, problemNames);
        findings.throwIfAny();
        return new RunPlan(
                spec.name(),
                spec.seed(),
                ResolvedSpec.of(spec, backend, problems, transforms, metrics, analyses),
                List.copyOf(problems),
                List.copyOf(transforms),
                List.copyOf(points),
                metrics,
                List.copyOf(analyses),
                spec.expectations(),
                spec.formats(),
                spec.timeoutSeconds(),
                source,
                registry,
                host);
    }

    private List<PlannedProblem> problems(ExperimentSpec spec, Path folder) {
        ProblemPlanner planner = new ProblemPlanner(folder, host, findings);
        List<PlannedProblem> problems = new ArrayList<>();
        for (ComponentSpec one : spec.problems()) {
            find(ComponentKind.PROBLEM, registry::problem, one)
                    .ifPresent(component -> problems.addAll(planner.plan(one, component)));
        }
        return problems;
    }

    private static Set<String> names(List<ComponentSpec> specs, List<PlannedProblem> problems) {
        Set<String> names = new LinkedHashSet<>();
        specs.forEach(spec -> names.add(spec.id()));
        problems.forEach(problem -> names.add(problem.id()));
        return names;
    }

    private <F extends ComponentFactory<?>> Optional<Component<F>> find(
            ComponentKind kind, Function<String, Optional<Component<F>>> lookup, ComponentSpec spec) {
        Optional<Component<F>> component = lookup.apply(spec.type());
        if (component.isEmpty()) {
            findings.add(
                    spec.typeMark(),
                    "there is no " + kind.word() + " of type " + spec.type()
                            + DidYouMean.hint(spec.type(), registry.names(kind)));
        }
        return component;
    }

    private Map<String, Component<TransformFactory<?>>> transformComponents(ExperimentSpec spec) {
        Map<String, Component<TransformFactory<?>>> components = new HashMap<>();
        for (TransformSpec transform : spec.transforms()) {
            for (ComponentSpec link : transform.links()) {
                find(ComponentKind.TRANSFORM, registry::transform, link)
                        .ifPresent(component -> components.put(link.type(), component));
            }
        }
        return components;
    }

    private ProblemScope scope(@Nullable List<YamlScalar> written, Set<String> problems) {
        if (written == null) {
            return ProblemScope.ALL;
        }
        written.forEach(name -> checkName("problem", name.text(), name.mark(), problems));
        return new ProblemScope(written.stream().map(YamlScalar::text).toList());
    }

    private void checkName(String kind, String name, Mark mark, Collection<String> known) {
        if (!known.contains(name)) {
            findings.add(mark, "the experiment has no " + kind + " " + name + DidYouMean.hint(name, known));
        }
    }

    private List<PlannedMetric> metrics(ExperimentSpec spec, Set<String> problemNames) {
        List<PlannedMetric> metrics = new ArrayList<>();
        for (ComponentSpec one : spec.metrics()) {
            ProblemScope scope = scope(one.problems(), problemNames);
            find(ComponentKind.METRIC, registry::metric, one).ifPresent(component -> {
                for (YamlMap parameters : ParameterBinder.expand(component.factory(), one.parameters(), findings)) {
                    metric(one, parameters, component, component.factory(), scope)
                            .ifPresent(metrics::add);
                }
            });
        }
        // A point reads the same however the entries of the file are ordered.
        metrics.sort(Comparator.comparing(metric -> metric.ref().id()));
        return List.copyOf(metrics);
    }

    private <P extends Record> Optional<PlannedMetric> metric(
            ComponentSpec spec,
            YamlMap parameters,
            Component<?> component,
            MetricFactory<P> factory,
            ProblemScope scope) {
        return create(factory, parameters, bound -> {
            MetricRef ref = new MetricRef(spec.id(), spec.type(), Plain.map(bound.plain()));
            Metric metric = factory.create(bound.value());
            return new PlannedMetric(ref, metric, component.origin(), scope, spec.handling());
        });
    }

    private <P extends Record, T> Optional<T> create(
            ComponentFactory<P> factory, YamlMap parameters, Function<Bound<P>, T> creation) {
        try {
            return ParameterBinder.bind(factory, parameters, findings).map(creation);
        } catch (InvalidParameterException e) {
            findings.add(Places.of(parameters, e.parameter()), Plain.message(e));
        } catch (IllegalArgumentException e) {
            findings.add(parameters.mark(), Plain.message(e));
        }
        return Optional.empty();
    }

    private List<PlannedPoint> points(
            List<PlannedProblem> problems,
            List<PlannedTransform> transforms,
            List<PlannedMetric> metrics,
            Map<PlannedTransform, TransformPlanner.Chain> chains,
            TransformPlanner planner) {
        if (isTooMuch(problems, transforms, metrics)) {
            findings.add(
                    Mark.of("the experiment"),
                    "the sweeps multiply to more than " + MAX_POINTS + " points or " + MAX_MEASUREMENTS
                            + " measurements, the most that are run: sweep less, or split the experiment");
            return List.of();
        }
        List<PlannedPoint> points = new ArrayList<>();
        for (PlannedProblem problem : problems) {
            PointRef identity = new PointRef("identity", Map.of(), List.of());
            points.add(new PlannedPoint(problem, identity, List.of(), null));
            for (PlannedTransform transform : transforms) {
                TransformPlanner.Chain chain = chains.get(transform);
                if (chain != null && transform.scope().allows(problem)) {
                    boolean named = transform.scope().names(problem);
                    String refusal = planner.check(chain, problem, named);
                    points.add(new PlannedPoint(problem, transform.ref(), transform.links(), refusal));
                }
            }
        }
        return points;
    }

    private static boolean isTooMuch(
            List<PlannedProblem> problems, List<PlannedTransform> transforms, List<PlannedMetric> metrics) {
        long points = 0;
        long measurements = 0;
        for (PlannedProblem problem : problems) {
            long own = 1
                    + transforms.stream()
                            .filter(one -> one.scope().allows(problem))
                            .count();
            points += own;
            measurements += own
                    * metrics.stream()
                            .filter(one -> one.scope().allows(problem))
                            .count();
            if (points > MAX_POINTS || measurements > MAX_MEASUREMENTS) {
                return true;
            }
        }
        return false;
    }

    private List<PlannedAnalysis> analyses(
            ExperimentSpec spec, List<PlannedProblem> problems, Set<String> problemNames) {
        Set<String> metricIds = new LinkedHashSet<>();
        spec.metrics().forEach(metric -> metricIds.add(metric.id()));
        List<PlannedAnalysis> analyses = new ArrayList<>();
        for (ComponentSpec one : spec.analyses()) {
            ProblemScope scope = scope(one.problems(), problemNames);
            List<PlannedProblem> about = problems.stream().filter(scope::allows).toList();
            if (one.parameters().get("metric") instanceof YamlScalar metric) {
                checkName("metric", metric.text(), metric.mark(), metricIds);
            }
            find(ComponentKind.ANALYSIS, registry::analysis, one).ifPresent(component -> {
                for (YamlMap parameters : ParameterBinder.expand(component.factory(), one.parameters(), findings)) {
                    analysis(one, parameters, component, component.factory(), about)
                            .ifPresent(analyses::add);
                }
            });
        }
        return analyses;
    }

    private <P extends Record> Optional<PlannedAnalysis> analysis(
            ComponentSpec spec,
            YamlMap parameters,
            Component<?> component,
            AnalysisFactory<P> factory,
            List<PlannedProblem> problems) {
        return create(factory, parameters, bound -> {
            Analysis analysis = factory.create(bound.value());
            return new PlannedAnalysis(
                    spec.id(), spec.type(), Plain.map(bound.plain()), analysis, component.origin(), problems);
        });
    }

    private void checkExpectations(ExperimentSpec spec, Set<String> problems) {
        Set<String> metrics = new LinkedHashSet<>();
        spec.metrics().forEach(metric -> metrics.add(metric.id()));
        Set<String> transforms = new LinkedHashSet<>(List.of("identity"));
        spec.transforms().forEach(transform -> transforms.add(transform.id()));
        for (ExpectSpec expect : spec.expectations()) {
            checkName("metric", expect.metric(), expect.place("metric"), metrics);
            checkName("transform", expect.transform(), expect.place("transform"), transforms);
            if (expect.problem() != null) {
                checkName("problem", expect.problem(), expect.place("problem"), problems);
            }
        }
    }
}
