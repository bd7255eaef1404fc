package io.flatness.metrics.hessian;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks a question of every problem by itself: one that refuses does not silence the others. */
final class PerProblem {
    private PerProblem() {}

    static List<AnalysisReport> answer(
            AnalysisContext context,
            Function<String, Map<String, Object>> question,
            Function<Map<String, Object>, Finding> conclusion) {
        List<AnalysisReport> reports = new ArrayList<>();
        for (String problem : context.problems()) {
            try {
                Map<String, Object> values = question.apply(problem);
                reports.add(AnalysisReport.measured(problem, values).with(conclusion.apply(values)));
            } catch (MeasurementException | RefusedException e) {
                reports.add(new AnalysisReport(problem, Measurement.Status.FAILED, e.getMessage(), Map.of()));
            }
        }
        return reports;
    }
}
