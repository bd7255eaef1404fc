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
    private static final String RAW = "raw";

    private final AnalysisContext context;
    private final RepresentationRanking.Parameters parameters;
    private final Map<String, Model> models;
    private final List<Map<String, Object>> rankings = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    /**
     * What is ranked.
     *
     * @param values the metric in every representation of the inputs, {@value #RAW} first; empty without a metric
     * @param outputs of all samples; empty without a reference
     */
    private record Model(Map<String, Double> values, double[] outputs) {}

    private Rankings(
            AnalysisContext context, RepresentationRanking.Parameters parameters, Map<String, Model> models) {
        this.context = context;
        this.parameters = parameters;
        this.models = models;
    }

    /** The rankings of the models that can be written in every representation. */
    static List<AnalysisReport> reports(AnalysisContext context, RepresentationRanking.Parameters parameters) {
        String reference = parameters.reference();
        if (reference != null && !context.problems().contains(reference)) {
            throw new MeasurementException(
                    "there is no problem '" + reference + "' to compare outputs with; problems: " + context.problems());
        }
        double[] truth = reference == null ? new double[0] : outputs(context, reference);
        return Participants.of(context, problem -> model(context, parameters, problem, truth))
                .reports(2, "representation-ranking", models -> new Rankings(context, parameters, models).report(truth));
    }

    private static Model model(
            AnalysisContext context, RepresentationRanking.Parameters parameters, String problem, double[] truth) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (parameters.metric() != null) {
            values.put(RAW, value(context, problem, List.of(), parameters.metric()));
            for (String representation : parameters.representations()) {
                List<TransformStep> chain = List.of(new TransformStep(representation, Map.of()));
                values.put(representation, value(context, problem, chain, parameters.metric()));
            }
        }
        double[] outputs = parameters.reference() == null ? new double[0] : outputs(context, problem);
        if (outputs.length != truth.length) {
            throw new RefusedException(
                    problem + " and " + parameters.reference() + " do not have the same samples and outputs");
        }
        return new Model(values, outputs);
    }

    private static double value(
            AnalysisContext context, String problem, List<TransformStep> chain, String metric) {
        Measurement measurement = NamedMetrics.measured(context, problem, chain, metric);
        if (!measurement.comparable()) {
            throw new RefusedException(metric + " has no finite value at " + problem
                    + (chain.isEmpty() ? "" : " under " + chain.get(0).type()));
        }
        return measurement.value();
    }

    private AnalysisReport report(double[] truth) {
        if (parameters.metric() != null) {
            byMetric(parameters.metric());
        }
        if (parameters.reference() != null) {
            byOutputs(parameters.reference(), truth);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rankings", rankings);
        values.put("changed", changed);
        return AnalysisReport.measured(null, values).with(Sentences.representations(rankings, changed));
    }

    private void byMetric(String metric) {
        List<String> representations = new ArrayList<>(List.of(RAW));
        representations.addAll(parameters.representations());
        List<String> raw = null;
        for (String representation : representations) {
            Map<String, Double> values = new LinkedHashMap<>();
            models.forEach((problem, model) ->
                    values.put(problem, model.values().getOrDefault(representation, Double.NaN)));
            List<String> order = ranked(metric, representation, values, raw);
            raw = raw == null ? order : raw;
        }
    }

    private void byOutputs(String reference, double[] truth) {
        int width = risk(context, reference).outputCount();
        Map<String, OutputRepresentation.Change> changes = new LinkedHashMap<>();
        changes.put(RAW, y -> y);
        changes.put("standardized", OutputRepresentation.standardized(truth, width));
        changes.put("whitened", OutputRepresentation.whitened(truth, width, context.linearAlgebra()));
        changes.put("cubed", OutputRepresentation::cubed);
        for (boolean squared : new boolean[] {true, false}) {
            List<String> raw = null;
            for (Map.Entry<String, OutputRepresentation.Change> change : changes.entrySet()) {
                Map<String, Double> values = new LinkedHashMap<>();
                double[] y = OutputRepresentation.changed(truth, width, change.getValue());
                models.forEach((problem, model) -> {
                    if (!problem.equals(reference)) {
                        double[] g = OutputRepresentation.changed(model.outputs(), width, change.getValue());
                        values.put(
                                problem,
                                squared
                                        ? OutputRepresentation.meanSquaredError(g, y)
                                        : OutputRepresentation.earthMover(g, y, width));
                    }
                });
                String criterion = squared ? "mean-squared-error" : "earth-mover";
                List<String> order = ranked(criterion, change.getKey(), values, raw);
                raw = raw == null ? order : raw;
            }
        }
    }

    private static EmpiricalRisk risk(AnalysisContext context, String problem) {
        return context.point(problem, List.of())
                .minimum()
                .surface()
                .as(EmpiricalRisk.class)
                .orElseThrow(() -> new RefusedException(problem + " has no outputs to compare"));
    }

    private static double[] outputs(AnalysisContext context, String problem) {
        Minimum minimum = context.point(problem, List.of()).minimum();
        return risk(context, problem).outputs(minimum.theta());
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
