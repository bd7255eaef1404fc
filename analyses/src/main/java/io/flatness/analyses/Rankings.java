package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rankings of models in several representations. */
final class Rankings {
    private final AnalysisContext context;
    private final RepresentationRanking.Parameters parameters;
    private final List<Map<String, Object>> rankings = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    Rankings(AnalysisContext context, RepresentationRanking.Parameters parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    AnalysisReport report() {
        if (parameters.metric() != null) {
            byMetric(parameters.metric());
        }
        if (parameters.reference() != null) {
            byOutputs(parameters.reference());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rankings", rankings);
        values.put("changed", changed);
        return AnalysisReport.measured(null, values).with(Sentences.representations(rankings, changed));
    }

    private void byMetric(String metric) {
        List<String> raw = ranked(metric, "raw", values(metric, List.of()), null);
        for (String representation : parameters.representations()) {
            List<TransformStep> chain = List.of(new TransformStep(representation, Map.of()));
            ranked(metric, representation, values(metric, chain), raw);
        }
    }

    private Map<String, Double> values(String metric, List<TransformStep> chain) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String problem : context.problems()) {
            try {
                Measurement measurement =
                        context.measure(problem, chain, NamedMetrics.metric(context, problem, metric));
                if (measurement.comparable()) {
                    values.put(problem, measurement.value());
                }
            } catch (RefusedException refused) {
                throw new MeasurementException(
                        problem + " cannot be written with " + chain.get(0).type() + ": " + refused.getMessage());
            }
        }
        return values;
    }

    private void byOutputs(String reference) {
        if (!context.problems().contains(reference)) {
            throw new MeasurementException(
                    "there is no problem '" + reference + "' to compare outputs with; problems: " + context.problems());
        }
        double[] truth = outputs(reference);
        int width = risk(reference).outputCount();
        Map<String, OutputRepresentation.Change> changes = new LinkedHashMap<>();
        changes.put("raw", y -> y);
        changes.put("standardized", OutputRepresentation.standardized(truth, width));
        changes.put("whitened", OutputRepresentation.whitened(truth, width, context.linearAlgebra()));
        changes.put("cubed", OutputRepresentation::cubed);
        for (boolean squared : new boolean[] {true, false}) {
            List<String> raw = null;
            for (Map.Entry<String, OutputRepresentation.Change> change : changes.entrySet()) {
                Map<String, Double> values = new LinkedHashMap<>();
                double[] y = OutputRepresentation.changed(truth, width, change.getValue());
                for (String problem : context.problems()) {
                    if (!problem.equals(reference)) {
                        double[] f = outputs(problem);
                        if (f.length != truth.length) {
                            throw new MeasurementException(
                                    problem + " and " + reference + " do not have the same samples and outputs");
                        }
                        double[] g = OutputRepresentation.changed(f, width, change.getValue());
                        values.put(
                                problem,
                                squared
                                        ? OutputRepresentation.meanSquaredError(g, y)
                                        : OutputRepresentation.earthMover(g, y, width));
                    }
                }
                String criterion = squared ? "mean-squared-error" : "earth-mover";
                List<String> order = ranked(criterion, change.getKey(), values, raw);
                raw = raw == null ? order : raw;
            }
        }
    }

    private EmpiricalRisk risk(String problem) {
        return context.point(problem, List.of())
                .minimum()
                .surface()
                .as(EmpiricalRisk.class)
                .orElseThrow(() -> new MeasurementException(problem + " has no outputs to compare"));
    }

    private double[] outputs(String problem) {
        Minimum minimum = context.point(problem, List.of()).minimum();
        return risk(problem).outputs(minimum.theta());
    }

    private List<String> ranked(
            String criterion, String representation, Map<String, Double> values, @Nullable List<String> raw) {
        List<String> order = values.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        boolean agrees = raw == null || raw.equals(order);
        Map<String, Object> ranking = new LinkedHashMap<>();
        ranking.put("criterion", criterion);
        ranking.put("representation", representation);
        ranking.put("values", new LinkedHashMap<>(values));
        ranking.put("order", order);
        ranking.put("sameAsRaw", agrees);
        rankings.add(ranking);
        if (!agrees) {
            changed.add(criterion + " under " + representation);
        }
        return order;
    }
}
