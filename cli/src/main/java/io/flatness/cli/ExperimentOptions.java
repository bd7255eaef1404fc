package io.flatness.cli;

import io.flatness.core.Flatness;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An experiment on the command line: its file, overrides, and plugins. */
final class ExperimentOptions {
    @Parameters(paramLabel = "SPEC", description = "The experiment, a YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY.PATH=VALUE",
            description = "Override an entry, as in metrics.sharp.epsilon=1e-4; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private PluginOption plugins = new PluginOption();

    Path file() {
        return file;
    }

    Flatness flatness(Console console) {
        return plugins.flatness(console);
    }

    /** A plan to look at. */
    RunPlan survey(Flatness flatness, HostOptions options) {
        return flatness.survey(file, overrides, options);
    }

    RunPlan plan(Flatness flatness, HostOptions options) {
        return flatness.plan(file, overrides, options);
    }
}
