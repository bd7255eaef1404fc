package io.flatness.core;

import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import java.nio.file.Path;
import java.util.List;

/** The front door for Java code and the command line: plan an experiment, then run it. */
public final class Flatness {
    private final Registry registry;

    /** A door to the components of a registry. */
    public Flatness(Registry registry) {
        this.registry = registry;
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
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Runs a plan and writes its results into a folder.
     *
     * @param resume whether to go on with what an interrupted run left in the folder
     * @throws io.flatness.core.run.OutputException when the folder cannot be used
     */
    public RunResult run(RunPlan plan, Path out, boolean resume, RunListener listener) {
        throw new UnsupportedOperationException("not yet");
    }
}
