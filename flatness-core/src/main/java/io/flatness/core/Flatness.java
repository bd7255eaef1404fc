package io.flatness.core;

import io.flatness.core.host.Host;
import io.flatness.core.host.InputFiles;
import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.Backends;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.PlanSource;
import io.flatness.core.plan.Planner;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import io.flatness.core.spec.ExperimentSpec;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Mark;
import io.flatness.core.spec.SpecReader;
import io.flatness.spi.linalg.GemmUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The front door for Java code and the command line: plan an experiment, then run it. */
public final class Flatness {
    /**
     * What caches of a surface may take unless the experiment says more: enough for 10,000 samples of a network with a
     * thousand hidden units, and so little that memory grows with the data alone beyond that.
     */
    public static final long DEFAULT_MEMORY_BYTES = 192L << 20;

    private final Registry registry;
    private final List<Path> pluginFolders;

    /** A door to the components of a registry without plugins. */
    public Flatness(Registry registry) {
        this(registry, List.of());
    }

    /**
     * A door to the components of a registry.
     *
     * @param pluginFolders where its plugins are: other processes look there too
     */
    public Flatness(Registry registry, List<Path> pluginFolders) {
        this.registry = registry;
        this.pluginFolders = List.copyOf(pluginFolders);
    }

    /** The components. */
    public Registry registry() {
        return registry;
    }

    /**
     * Reads, binds, opens and checks an experiment. Writes nothing and trains nothing.
     *
     * @param experiment the YAML file
     * @param overrides entries {@code key.path=value}
     * @throws io.flatness.core.spec.InvalidExperimentException with everything that is wrong
     */
    public RunPlan plan(Path experiment, List<String> overrides, HostOptions options) {
        return plan(experiment, overrides, options, false);
    }

    /**
     * The same, to look at alone: what a run would have to draw or compute before it starts is left out, so that such a plan
     * cannot be run.
     */
    public RunPlan survey(Path experiment, List<String> overrides, HostOptions options) {
        return plan(experiment, overrides, options, true);
    }

    private RunPlan plan(Path experiment, List<String> overrides, HostOptions options, boolean survey) {
        Findings findings = new Findings();
        ExperimentSpec spec = SpecReader.read(experiment, overrides, findings);
        String backend = options.backend() == null ? spec.backend() : options.backend();
        Host host = host(spec, backend, options, survey, findings);
        try {
            return new Planner(registry, host, findings)
                    .plan(spec, backend, new PlanSource(experiment, overrides, pluginFolders, options));
        } catch (RuntimeException | Error e) {
            host.close();
            throw e;
        }
    }

    private Host host(ExperimentSpec spec, String backend, HostOptions options, boolean survey, Findings findings) {
        Backends.Choice choice;
        try {
            choice = Backends.installed().choose(backend);
        } catch (GemmUnavailableException | IllegalArgumentException e) {
            findings.add(
                    options.backend() == null ? spec.backendMark() : Mark.of("--backend"),
                    Objects.requireNonNullElse(e.getMessage(), e.toString()));
            choice = new Backends.Choice(new JavaGemm(), Optional.empty());
        }
        Integer threads = options.threads() == null ? spec.threads() : options.threads();
        Long memory = options.memoryBytes() == null ? spec.memoryBytes() : options.memoryBytes();
        Path parent = spec.file().toAbsolutePath().getParent();
        return new Host(
                spec.seed(),
                new WorkerPool(threads == null ? Runtime.getRuntime().availableProcessors() : threads),
                new OjalgoLinearAlgebra(choice.gemm()),
                memory == null ? DEFAULT_MEMORY_BYTES : memory,
                new InputFiles(parent == null ? Path.of("") : parent),
                choice.note().stream().toList(),
                registry.formats(),
                survey);
    }

    /**
     * Runs a plan in this process and writes its results into a folder. It stops early when the calling thread is
     * interrupted between two tasks, or at once by {@code plan.host().cancel()}.
     *
     * @param resume whether to go on with what an interrupted run left in the folder
     * @throws io.flatness.core.run.OutputException when the folder cannot be used
     */
    public RunResult run(RunPlan plan, Path out, boolean resume, RunListener listener) {
        return run(plan, out, RunOptions.DEFAULT.resuming(resume), listener);
    }

    /**
     * Runs a plan and writes its results into a folder.
     *
     * @param options where tasks run, and whether an interrupted run goes on
     * @throws io.flatness.core.run.OutputException when the folder cannot be used
     */
    public RunResult run(RunPlan plan, Path out, RunOptions options, RunListener listener) {
        if (plan.host().survey()) {
            throw new IllegalArgumentException("a plan that was made to be looked at cannot be run");
        }
        return new ExperimentRun(plan, out, listener).go(options);
    }
}
