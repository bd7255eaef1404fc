package io.flatness.cli;

import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds all mistakes of an experiment without running it. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Finds all mistakes of an experiment, each with its line and column, and runs nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness validate my.yaml", "  flatness validate my.yaml --set seed=7"})
final class ValidateCommand implements Runnable {
    private final Console console;

    @Mixin
    private ExperimentOptions experiment = new ExperimentOptions();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (RunPlan plan = experiment.plan(experiment.flatness(console), HostOptions.DEFAULT)) {
            console.out()
                    .println(experiment.file() + ": the experiment " + plan.name() + " is valid: "
                            + Text.count(plan.problems().size(), "problem") + ", "
                            + Text.count(plan.points().size(), "point") + ", "
                            + Text.count(plan.measurements(), "measurement"));
        }
    }
}
