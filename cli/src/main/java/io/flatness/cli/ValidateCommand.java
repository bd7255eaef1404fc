package io.flatness.cli;

import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds all mistakes of an experiment without running it. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Finds all mistakes of an experiment, each with its line and column, and runs nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness validate my.yaml", "  flatness validate my.yaml --set seed=7"})
final class ValidateCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "SPEC", description = "The experiment, a YAML file.")
    private Path experiment;

    @Option(names = "--set", paramLabel = "KEY.PATH=VALUE", description = "Override an entry; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private PluginOption plugins;

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (RunPlan plan = plugins.flatness(console).plan(experiment, overrides, HostOptions.DEFAULT)) {
            console.out().println(experiment + ": the experiment " + plan.name() + " is valid");
        }
    }
}
