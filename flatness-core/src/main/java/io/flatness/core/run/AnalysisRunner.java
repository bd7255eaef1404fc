package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.Canonical;
import io.flatness.core.plan.PlannedAnalysis;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plan.RunPlan;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** The boundary to analyses: what they throw becomes a result. */
final class AnalysisRunner {
    private static final String FINDINGS = "findings";

    private AnalysisRunner() {}

    /** The entries of an analysis in the results. */
    static List<ObjectNode> run(PlannedAnalysis analysis, RunPlan plan, Map<String, ProblemRun> runs, TaskStore tasks) {
        String about = Canonical.json(
                analysis.problems().stream().map(PlannedProblem::id).toList());
        String key = "analysis " + analysis.type() + " " + Canonical.json(analysis.parameters()) + " " + about;
        ObjectNode answer = tasks.compute(key, () -> {
            ObjectNode json = Json.object();
            ArrayNode reports = json.putArray("reports");
            reports(analysis, new ExperimentContext(analysis, plan, runs)).forEach(reports::add);
            return json;
        });
        List<ObjectNode> entries = new ArrayList<>();
        for (JsonNode report : answer.get("reports")) {
            ObjectNode entry = Json.object();
            entry.put("id", analysis.id());
            entry.put("type", analysis.type());
            entry.set("analysisParameters", Json.ordered(analysis.parameters(), "parameters"));
            entry.setAll((ObjectNode) report);
            entries.add(entry);
        }
        return entries;
    }

    private static List<ObjectNode> reports(PlannedAnalysis analysis, ExperimentContext context) {
        try {
            return analysis.analysis().analyse(context).stream()
                    .map(AnalysisRunner::json)
                    .toList();
        } catch (CancellationException | OutputException e) {
            throw e;
        } catch (MeasurementException | RefusedException e) {
            return List.of(failed(e.getMessage() == null ? e.toString() : e.getMessage()));
        } catch (OutOfMemoryError e) {
            return List.of(failed("the analysis ran out of memory: " + e.getMessage()));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            StackTraceElement[] trace = e.getStackTrace();
            String where = trace.length == 0 ? "" : " at " + trace[0];
            return List.of(failed("a fault in the analysis: " + e + where));
        }
    }

    private static ObjectNode json(AnalysisReport report) {
        ObjectNode json = Json.object();
        if (report.problem() != null) {
            json.put("problem", report.problem());
        }
        json.put("status", MeasurementJson.word(report.status()));
        if (report.reason() != null) {
            json.put("reason", report.reason());
            if (report.status() == Measurement.Status.FAILED) {
                json.put("error", report.reason());
            }
        }
        json.setAll(Json.ordered(report.values(), "the answer"));
        ArrayNode findings = json.putArray(FINDINGS);
        report.findings().forEach(finding -> findings.add(json(finding)));
        return json;
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = Json.object();
        json.put("verdict", finding.verdict());
        json.put("text", finding.text());
        json.put("level", MeasurementJson.word(finding.level()));
        return json;
    }

    private static ObjectNode failed(String reason) {
        return json(new AnalysisReport(null, Measurement.Status.FAILED, reason, Map.of()));
    }
}
