package io.flatness.core;

import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import io.flatness.core.spec.Finding;
import io.flatness.core.spec.InvalidExperimentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** Experiments of test components in a folder of their own. */
public final class Experiments {
    private final Path folder;
    private final Flatness flatness = new Flatness(Registry.fromClassPath());

    public Experiments(Path folder) {
        this.folder = folder;
    }

    public Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RunPlan plan(String yaml, String... overrides) {
        return plan(yaml, 1, overrides);
    }

    public RunPlan plan(String yaml, int threads, String... overrides) {
        return flatness.plan(write("e.yaml", yaml), List.of(overrides), new HostOptions(threads, null, "ojalgo"));
    }

    /** What is wrong with an experiment, without the folder. */
    public List<String> findings(String yaml, String... overrides) {
        return Assertions.assertThrows(
                        InvalidExperimentException.class,
                        () -> plan(yaml, overrides).close())
                .findings()
                .stream()
                .map(Finding::toString)
                .map(text -> text.replace(folder + "/", ""))
                .toList();
    }

    public RunResult run(String yaml, String out) {
        return run(yaml, out, 1, false, RunListener.SILENT);
    }

    public RunResult run(String yaml, String out, int threads, boolean resume, RunListener listener) {
        try (RunPlan plan = plan(yaml, threads)) {
            return flatness.run(plan, folder.resolve(out), resume, listener);
        }
    }

    public String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
