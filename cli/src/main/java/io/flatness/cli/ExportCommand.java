package io.flatness.cli;

import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.PlannedPoint;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.OutputException;
import io.flatness.core.run.Points;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ModelExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a point of an experiment as a model file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a trained or transformed network as ONNX or safetensors, to check it elsewhere.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness export my.yaml --to trained.onnx",
            "  flatness export my.yaml --transform alpha --set transforms.alpha.alpha=0.01 --to sharp.safetensors"
        })
final class ExportCommand implements Runnable {
    private final Console console;

    @Mixin
    private ExperimentOptions experiment = new ExperimentOptions();

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file, .onnx or .safetensors.")
    private Path file = Path.of("");

    @Option(names = "--problem", paramLabel = "ID", description = "Which problem; may be left out if there is one.")
    private @Nullable String problem;

    @Option(names = "--transform", paramLabel = "ID", description = "Which transform. Default: ${DEFAULT-VALUE}.")
    private String transform = "identity";

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "float32 or float64. Default: float32 where that rounds no weight, else float64.")
    private @Nullable String precision;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (Files.exists(file)) {
            throw new OutputException(file + " exists already; name another file, or remove it first");
        }
        try (RunPlan plan = experiment.plan(experiment.flatness(console), HostOptions.DEFAULT)) {
            PlannedPoint point = point(plan);
            if (point.refusal() != null) {
                throw new OutputException("the point is refused: " + point.refusal());
            }
            Minimum minimum = Points.minimum(plan, point);
            ModelExport export = minimum.surface()
                    .as(ModelExport.class)
                    .orElseThrow(() ->
                            new OutputException("the problem " + point.problem().id()
                                    + " is no network in its own weights here, so there is no model file to write"));
            write(export, minimum.theta());
        }
    }

    private PlannedPoint point(RunPlan plan) {
        List<PlannedPoint> matching = plan.points().stream()
                .filter(point -> problem == null || point.problem().id().equals(problem))
                .filter(point -> point.ref().id().equals(transform))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        if (matching.isEmpty()) {
            throw new OutputException("there is no point" + (problem == null ? "" : " of problem " + problem)
                    + " with transform " + transform + "; 'flatness plan " + experiment.file() + "' shows all points");
        }
        throw new OutputException("several points match: "
                + matching.stream()
                        .map(point -> point.problem().id() + " " + point.ref().id() + " "
                                + point.ref().parameters())
                        .collect(Collectors.joining("; "))
                + ". Choose with --problem, or give a swept parameter one value with --set");
    }

    private void write(ModelExport export, double[] theta) {
        String name = file.getFileName().toString();
        String format = name.substring(name.lastIndexOf('.') + 1);
        ModelExport.Precision chosen = precision(export, theta);
        byte[] content;
        try {
            content = export.export(format, theta, chosen);
        } catch (IllegalArgumentException e) {
            throw new OutputException(file + " cannot be written: " + e.getMessage(), e);
        }
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new OutputException(file + " cannot be written: " + e.getMessage(), e);
        }
        console.out().println("Wrote " + file + " in " + chosen.name().toLowerCase(java.util.Locale.ROOT));
    }

    private ModelExport.Precision precision(ModelExport export, double[] theta) {
        if (precision == null) {
            return export.exactInSinglePrecision(theta) ? ModelExport.Precision.FLOAT32 : ModelExport.Precision.FLOAT64;
        }
        return switch (precision) {
            case "float32" -> ModelExport.Precision.FLOAT32;
            case "float64" -> ModelExport.Precision.FLOAT64;
            default -> throw new OutputException("--precision is " + precision + "; allowed: float32, float64");
        };
    }
}
