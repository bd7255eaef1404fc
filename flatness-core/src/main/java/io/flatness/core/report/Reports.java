package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the files of a finished run. */
public final class Reports {
    private Reports() {}

    /**
     * Writes everything that the experiment asks for. {@code results.json} and {@code timings.json} are always written.
     *
     * @return the files, in the order in which a person would open them
     */
    public static List<Path> write(
            RunPlan plan, Path out, ObjectNode results, Telemetry telemetry, Map<String, Evaluations> evaluations) {
        AtomicFile.write(out.resolve("results.json"), JsonText.of(results));
        if (plan.formats().contains("csv")) {
            AtomicFile.write(out.resolve("results.csv"), CsvText.of(results));
        }
        if (plan.formats().contains("html")) {
            html(out, results);
        }
        AtomicFile.write(out.resolve("timings.json"), JsonText.of(TimingsJson.of(plan, telemetry, evaluations)));
        return files(plan, out);
    }

    /** Writes {@code report.html} and {@code figures/} for results, also those of an earlier run. */
    public static Path html(Path out, JsonNode results) {
        Map<String, Chart> charts = Figures.of(results);
        charts.forEach((name, chart) -> AtomicFile.write(out.resolve("figures").resolve(name + ".svg"), Svg.of(chart)));
        Path report = out.resolve("report.html");
        AtomicFile.write(report, HtmlReport.of(results, charts));
        return report;
    }

    /** The files of a finished run. */
    public static List<Path> files(RunPlan plan, Path out) {
        List<Path> files = new ArrayList<>();
        if (plan.formats().contains("html")) {
            files.add(out.resolve("report.html"));
        }
        files.add(out.resolve("results.json"));
        if (plan.formats().contains("csv")) {
            files.add(out.resolve("results.csv"));
        }
        files.add(out.resolve("timings.json"));
        return files;
    }
}
