package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Radial coordinates around each minimum (Appendix A) give the curvatures of several minima any positive values, and so
 * any order.
 */
final class RankPerturbation {
    private RankPerturbation() {}

    /**
     * The parameters.
     *
     * @param metric id of a metric that scales with the Hessian
     * @param targets wanted values
     * @param delta radius of the balls
     */
    record Parameters(
            @Param(doc = "id of a metric that is proportional to the Hessian: a norm, an eigenvalue or the trace")
            String metric,

            @Param(
                    doc =
                            "wanted values, one positive number per problem; when left out, the measured values in reverse"
                                    + " order",
                    optional = true)
            @Nullable
            List<Double> targets,

            @Param(
                    doc = "largest radius of the balls, positive; less where minima of one surface lie nearer",
                    defaultValue = "1")
            double delta) {
        Parameters {
            if (!(delta > 0) || Double.isInfinite(delta)) {
                throw new InvalidParameterException("delta", "delta is " + delta + "; it must be positive and finite");
            }
            if (targets != null) {
                targets = List.copyOf(targets);
                for (double target : targets) {
                    if (!(target > 0) || Double.isInfinite(target)) {
                        throw new InvalidParameterException(
                                "targets", "targets has " + target + "; all must be positive and finite");
                    }
                }
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> {
            List<Double> targets = parameters.targets();
            List<String> problems = context.problems();
            if (targets != null && targets.size() != problems.size()) {
                throw new MeasurementException(
                        "targets has " + targets.size() + " numbers but there are " + problems.size() + " problems");
            }
            return Participants.of(context, problem -> positive(context, problem, parameters.metric()))
                    .reports(2, "rank-perturbation", values -> report(context, parameters, values));
        };
    }

    private static double positive(AnalysisContext context, String problem, String metric) {
        double value = measure(context, problem, List.of(), metric);
        if (!(value > 0)) {
            throw new RefusedException(metric + " is " + value + " at " + problem
                    + "; only a positive value can be scaled to a positive target");
        }
        return value;
    }

    private static AnalysisReport report(AnalysisContext context, Parameters parameters, Map<String, Double> measured) {
        List<String> problems = List.copyOf(measured.keySet());
        double[] before =
                measured.values().stream().mapToDouble(Double::doubleValue).toArray();
        double[] targets = targets(context.problems(), problems, before, parameters.targets());
        List<Map<String, Object>> rows = new ArrayList<>();
        double[] after = new double[before.length];
        double worst = 0;
        for (int i = 0; i < before.length; i++) {
            double delta = Math.min(parameters.delta(), 0.49 * nearest(context, problems, i));
            double factor = Math.sqrt(before[i] / targets[i]);
            double rHat = 0.5 * delta * Math.min(1, 1 / factor);
            Map<String, Object> radial = new LinkedHashMap<>();
            radial.put("delta", delta);
            radial.put("rho", rHat * factor);
            radial.put("rHat", rHat);
            List<TransformStep> chain = List.of(new TransformStep("radial", radial));
            after[i] = measure(context, problems.get(i), chain, parameters.metric());
            worst = Math.max(worst, Math.abs(after[i] / targets[i] - 1));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("problem", problems.get(i));
            row.put("before", before[i]);
            row.put("target", targets[i]);
            row.put("after", after[i]);
            row.put("transform", radial);
            rows.add(row);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("metric", parameters.metric());
        values.put("minima", rows);
        values.put("orderBefore", order(problems, before));
        values.put("orderAfter", order(problems, after));
        values.put("largestError", worst);
        return AnalysisReport.measured(null, values).with(Sentences.perturbation(values));
    }

    private static double measure(
            AnalysisContext context, String problem, List<TransformStep> chain, String metric) {
        Measurement measurement = NamedMetrics.measured(context, problem, chain, metric);
        if (!measurement.comparable()) {
            throw new RefusedException(metric + " has no finite value at " + problem);
        }
        return measurement.value();
    }

    /** The wanted value of each problem that takes part. */
    private static double[] targets(
            List<String> all, List<String> problems, double[] before, @Nullable List<Double> given) {
        if (given != null) {
            return problems.stream()
                    .mapToDouble(problem -> given.get(all.indexOf(problem)))
                    .toArray();
        }
        Integer[] order = ranks(before);
        double[] targets = new double[before.length];
        for (int rank = 0; rank < order.length; rank++) {
            targets[order[rank]] = before[order[order.length - 1 - rank]];
        }
        return targets;
    }

    private static Integer[] ranks(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        return order;
    }

    private static List<String> order(List<String> problems, double[] values) {
        return Arrays.stream(ranks(values)).map(problems::get).toList();
    }

    /** Distance to the nearest other minimum with as many parameters; infinite when there is none. */
    private static double nearest(AnalysisContext context, List<String> problems, int index) {
        double[] here = context.point(problems.get(index), List.of()).minimum().theta();
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < problems.size(); i++) {
            double[] there = context.point(problems.get(i), List.of()).minimum().theta();
            if (i != index && there.length == here.length) {
                double sum = 0;
                for (int k = 0; k < here.length; k++) {
                    sum = Math.hypot(sum, here[k] - there[k]);
                }
                nearest = Math.min(nearest, sum > 0 ? sum : Double.POSITIVE_INFINITY);
            }
        }
        return nearest;
    }
}
