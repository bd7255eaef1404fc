package io.flatness.cli;

import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.PlannedPoint;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plan.RunPlan;
import io.flatness.report.Text;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a run would do. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what a run would measure, sweeps expanded and defaults filled in, and runs nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness plan my.yaml", "  flatness plan my.yaml --json        the resolved experiment"})
final class PlanCommand implements Runnable {
    private final Console console;

    @Mixin
    private ExperimentOptions experiment = new ExperimentOptions();

    @Option(names = "--json", description = "The resolved experiment as JSON, as it will stand in the results.")
    private boolean json;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (RunPlan plan = experiment.survey(experiment.flatness(console), HostOptions.DEFAULT)) {
            if (json) {
                console.out().println(Json.pretty(plan.resolved()));
            } else {
                print(plan);
            }
        }
    }

    private void print(RunPlan plan) {
        console.out().println(console.styled("bold", plan.name()) + "  seed " + plan.seed());
        for (PlannedProblem problem : plan.problems()) {
            console.out().println();
            console.out()
                    .println("problem " + console.styled("bold", problem.id()) + "  " + problem.type() + ", "
                            + problem.problem().initial().surface().dimension() + " parameters");
            console.out().println("  " + plan.fit(problem).sentence());
            for (PlannedPoint point : plan.pointsOf(problem)) {
                console.out()
                        .println("  point " + point.ref().id()
                                + parameters(point.ref().parameters())
                                + (point.refusal() == null ? "" : ": will be refused, " + point.refusal()));
            }
            plan.metricsOf(problem)
                    .forEach(metric -> console.out()
                            .println("  metric " + metric.ref().id() + " "
                                    + metric.ref().type()
                                    + parameters(metric.ref().parameters())));
        }
        plan.analyses()
                .forEach(analysis -> console.out()
                        .println("analysis " + analysis.id() + " " + analysis.type()
                                + parameters(analysis.parameters())));
        console.out().println();
        console.out()
                .println(Text.count(plan.points().size(), "point") + ", "
                        + Text.count(plan.measurements(), "measurement"));
    }

    private static String parameters(Map<String, Object> parameters) {
        if (parameters.isEmpty()) {
            return "";
        }
        List<String> entries = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return " (" + String.join(", ", entries) + ")";
    }
}
