package io.flatness.cli;

import io.flatness.core.Flatness;
import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.PlannedLink;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plan.PlannedTransform;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Plugin;
import io.flatness.core.plugin.Plugins;
import io.flatness.core.plugin.Provided;
import io.flatness.core.run.LocalContext;
import io.flatness.core.run.OutputException;
import io.flatness.core.spec.Finding;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.InvalidExperimentException;
import io.flatness.core.spec.Mark;
import io.flatness.core.spec.Snippet;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import io.flatness.testkit.Bench;
import io.flatness.testkit.Check;
import io.flatness.testkit.MetricChecks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Runs the testkit on the metrics of one plugin. */
final class PluginCheck {
    private static final long SEED = 1;

    private final Console console;
    private final String parameters;

    /** Checks with parameters as YAML, {@code {radius: 1}}; what is not given has its default. */
    PluginCheck(Console console, String parameters) {
        this.console = console;
        this.parameters = parameters;
    }

    /** Number of checks that failed. */
    int failures(Plugin plugin) {
        Flatness flatness = new Flatness(new Plugins(List.of(plugin)).registry());
        try (RunPlan plan = plan(flatness);
                WorkerPool one = new WorkerPool(1);
                WorkerPool three = new WorkerPool(3)) {
            Bench bench = bench(plan, workers -> workers == 1 ? one : three);
            int failed = 0;
            for (Provided provided : plugin.components()) {
                if (provided.kind() == ComponentKind.METRIC) {
                    failed += check((MetricFactory<?>) provided.factory(), bench);
                } else {
                    console.out()
                            .println(provided.kind().word() + " "
                                    + provided.factory().name() + "  loads; only metrics have checks");
                }
            }
            return failed;
        }
    }

    private <P extends Record> int check(MetricFactory<P> factory, Bench bench) {
        console.out().println(console.styled("bold", "metric " + factory.name()));
        Metric metric = factory.create(bound(factory));
        int failed = 0;
        for (Check check : MetricChecks.of(metric, bench)) {
            String line = "  " + check.number() + "  " + check.title();
            try {
                check.run();
                console.out().println(line + ": " + console.styled("green", "yes"));
            } catch (AssertionError e) {
                failed++;
                console.out().println(line + ": " + console.styled("red", "NO") + ", " + e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                // Foreign code: whatever it throws is its own failure.
                failed++;
                console.out().println(line + ": " + console.styled("red", "NO") + ", it throws " + e);
            }
        }
        return failed;
    }

    private <P extends Record> P bound(MetricFactory<P> factory) {
        Findings findings = new Findings();
        YamlNode written = Snippet.read(parameters, new Mark("--with", 0, 0));
        if (!(written instanceof YamlMap map)) {
            throw new OutputException("--with is " + parameters + "; give parameters as in --with '{radius: 1}'");
        }
        Optional<Bound<P>> bound = ParameterBinder.bind(factory, map, findings);
        try {
            findings.throwIfAny();
        } catch (InvalidExperimentException e) {
            throw new OutputException(
                    "the metric " + factory.name() + " needs other parameters, given with --with '{…}': "
                            + e.findings().stream().map(Finding::message).collect(Collectors.joining("; ")),
                    e);
        }
        return bound.orElseThrow().value();
    }

    private static RunPlan plan(Flatness flatness) {
        try (InputStream bench = Objects.requireNonNull(PluginCheck.class.getResourceAsStream("bench.yaml"))) {
            Path file = Files.createTempFile("flatness-bench-", ".yaml");
            try {
                Files.copy(bench, file, StandardCopyOption.REPLACE_EXISTING);
                return flatness.plan(file, List.of(), HostOptions.DEFAULT);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bench bench(RunPlan plan, IntFunction<WorkerPool> pools) {
        Map<String, Minimum> minima = new LinkedHashMap<>();
        for (PlannedProblem problem : plan.problems()) {
            minima.put(problem.id(), problem.problem().solve(problem.context()).minimum());
        }
        Map<String, List<Transform>> transforms = new LinkedHashMap<>();
        for (PlannedTransform transform : plan.transforms()) {
            transforms.put(
                    transform.ref().id(),
                    transform.links().stream().map(PlannedLink::transform).toList());
        }
        return new Bench(
                minima,
                transforms,
                workers -> new LocalContext(
                        SEED, pools.apply(workers), new OjalgoLinearAlgebra(new JavaGemm()), Path.of("")));
    }
}
