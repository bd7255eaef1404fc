package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.PlannedAnalysis;
import io.flatness.core.plugin.Faults;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.UndefinedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** The boundary to analyses: what they throw becomes a result. */
final class AnalysisRunner {
    private static final String FINDINGS = "findings";

    private AnalysisRunner() {}

    /** The answer of an analysis, as the journal keeps it. */
    static ObjectNode answer(PlannedAnalysis analysis, AnalysisContext context) {
        ObjectNode json = Json.object();
        ArrayNode reports = json.putArray("reports");
        reports(analysis, context).forEach(reports::add);
        return json;
    }

    /** The entries of an analysis in the results. */
    static List<ObjectNode> entries(PlannedAnalysis analysis, ObjectNode answer) {
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

    private static List<ObjectNode> reports(PlannedAnalysis analysis, AnalysisContext context) {
        try {
            List<AnalysisReport> reports = analysis.analysis().analyse(context);
            if (reports == null) {
                return List.of(failed("the analysis returned nothing"));
            }
            return reports.stream().map(AnalysisRunner::json).toList();
        } catch (OutputException e) {
            throw e;
        } catch (CancellationException e) {
            context.checkCancelled();
            return List.of(failed("a fault in the analysis: " + Faults.describe(e) + ", though nothing was cancelled"));
        } catch (MeasurementException | RefusedException | UndefinedException e) {
            return List.of(failed(Faults.message(e)));
        } catch (OutOfMemoryError e) {
            return List.of(failed("the analysis ran out of memory: " + Faults.message(e)));
        } catch (Throwable e) { // the door to foreign code: also what it does not declare
            return List.of(failed("a fault in the analysis: " + Faults.describe(e)));
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
