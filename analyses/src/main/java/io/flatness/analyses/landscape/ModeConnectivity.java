package io.flatness.analyses.landscape;

import io.flatness.numerics.Lbfgs;
import io.flatness.numerics.Objective;
import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Figure;
import io.flatness.spi.Figure.Axis;
import io.flatness.spi.Figure.Kind;
import io.flatness.spi.Figure.Series;
import io.flatness.spi.Finding;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Numbers;
import io.flatness.spi.Param;
import io.flatness.spi.loss.LossSurface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** "Are these two minima one valley?" */
public final class ModeConnectivity {
    private ModeConnectivity() {}

    /**
     * The parameters.
     *
     * @param models the two ends
     * @param nodes places on the curve whose losses are averaged
     * @param steps evaluations of the mean
     * @param points places at which both ways are measured
     */
    public record Parameters(
            @Param(doc = "two problems of one architecture, the ends; the loss is that of the first")
            List<String> models,

            @Param(doc = "places on the curve whose mean loss is minimized, 3 to 200", defaultValue = "15")
            int nodes,

            @Param(doc = "evaluations of that mean and its gradient, 1 to 100000", defaultValue = "100")
            int steps,

            @Param(
                    doc = "places at which both ways are measured afterwards, both ends among them, 3 to 10001",
                    defaultValue = "61")
            int points) {
        /** Checks the ranges. */
        public Parameters {
            models = List.copyOf(models);
            if (models.size() != 2 || models.get(0).equals(models.get(1))) {
                throw new InvalidParameterException("models", "models is " + models + "; give two problems: [a, b]");
            }
            inRange("nodes", nodes, 3, 200);
            inRange("steps", steps, 1, 100_000);
            inRange("points", points, 3, 10_001);
        }

        private static void inRange(String name, int value, int from, int to) {
            if (value < from || value > to) {
                throw new InvalidParameterException(name, name + " is " + value + "; allowed: " + from + " to " + to);
            }
        }
    }

    /** Makes the analysis. */
    public static Analysis of(Parameters parameters) {
        return context -> {
            for (String model : parameters.models()) {
                if (!context.problems().contains(model)) {
                    throw new InvalidParameterException(
                            "models", "there is no problem '" + model + "'; problems: " + context.problems());
                }
            }
            return List.of(
                    AnalysisReport.answer(parameters.models().get(0), problem -> report(context, problem, parameters)));
        };
    }

    private static AnalysisReport report(AnalysisContext context, String problem, Parameters parameters) {
        Place a = Place.identity(context, problem);
        Place b = Place.identity(context, parameters.models().get(1));
        Networks.requireAlike(List.of(a, b));
        LossSurface surface = a.minimum().surface();
        Bezier start = Bezier.straight(a.minimum().theta(), b.minimum().theta());
        double[] t = Slice.ticks(0, 1, parameters.points());
        double[] line = losses(context, "line", surface, start, t);
        Lbfgs.Result bent = new Lbfgs(10, 0, parameters.steps())
                .minimize(mean(context, surface, start, parameters), start.control());
        Bezier curve = new Bezier(start.from(), bent.x(), start.to());
        double[] along = losses(context, "curve", surface, curve, t);
        return answer(problem, a, b, t, line, along, curve, bent);
    }

    /** The mean loss over the nodes as a function of the control point; its gradient is the mean of 2t(1 − t)∇L. */
    private static Objective mean(AnalysisContext context, LossSurface surface, Bezier start, Parameters parameters) {
        int nodes = parameters.nodes();
        int[] evaluations = new int[1];
        return (control, gradient) -> {
            context.checkCancelled();
            context.progress(
                    Math.min(1, (double) evaluations[0]++ / parameters.steps()),
                    "bending the curve, " + evaluations[0] + " of " + parameters.steps());
            Bezier curve = new Bezier(start.from(), control, start.to());
            double[] own = new double[control.length];
            double sum = 0;
            Arrays.fill(gradient, 0);
            for (int k = 0; k < nodes; k++) {
                double t = (k + 1.0) / (nodes + 1);
                sum += surface.valueAndGradient(curve.at(t), own) / nodes;
                double weight = 2 * t * (1 - t) / nodes;
                for (int i = 0; i < own.length; i++) {
                    gradient[i] += weight * own[i];
                }
            }
            return sum;
        };
    }

    private static double[] losses(
            AnalysisContext context, String name, LossSurface surface, Bezier curve, double[] t) {
        return context.keep(name, () -> {
            double[] values = new double[t.length];
            context.parallel().forEach(t.length, (worker, k) -> {
                context.checkCancelled();
                double value = surface.value(curve.at(t[k]));
                values[k] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
            });
            return values;
        });
    }

    private static AnalysisReport answer(
            String problem,
            Place a,
            Place b,
            double[] t,
            double[] line,
            double[] along,
            Bezier curve,
            Lbfgs.Result bent) {
        double ends = Math.max(line[0], line[line.length - 1]);
        double straight = Arrays.stream(line).max().orElse(ends) - ends;
        double around = Arrays.stream(along).max().orElse(ends) - ends;
        if (!Double.isFinite(ends)) {
            throw new MeasurementException("the loss at an end is " + ends);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("from", a.name());
        values.put("to", b.name());
        values.put("losses", new double[] {line[0], line[line.length - 1]});
        values.put("barrierOfTheLine", straight);
        values.put("barrierOfTheCurve", around);
        values.put("meanOfTheCurve", bent.value());
        values.put("lengthOfTheLine", Plane.norm(Plane.minus(curve.to(), curve.from())));
        values.put("lengthOfTheCurve", curve.length());
        values.put("search", bent.outcome().name().toLowerCase(Locale.ROOT));
        values.put("evaluations", bent.evaluations());
        Map<String, Object> grid = new LinkedHashMap<>();
        grid.put("t", t);
        grid.put("line", line);
        grid.put("curve", along);
        values.put("grid", grid);
        String text = "between " + a.name() + " and " + b.name() + " the loss rises by " + Numbers.of(straight)
                + " on the straight line, and by " + Numbers.of(around) + " on a curve of "
                + Numbers.shortest(curve.length() / Plane.norm(Plane.minus(curve.to(), curve.from())))
                + " times its length";
        return AnalysisReport.measured(problem, values)
                .with(Finding.info(around < straight ? "connected" : "no-better", text))
                .with(picture(a, b, t, line, along));
    }

    private static Figure picture(Place a, Place b, double[] t, double[] line, double[] along) {
        return new Figure(
                "From " + a.name() + " to " + b.name(),
                Axis.linear("t"),
                Axis.log("loss"),
                List.of(
                        new Series("straight line", Kind.CURVE, rows(t, line)),
                        new Series("bent curve", Kind.CURVE, rows(t, along))),
                "A quadratic Bézier curve with the control point that makes its mean loss small.");
    }

    private static List<double[]> rows(double[] t, double[] values) {
        List<double[]> rows = new ArrayList<>();
        for (int k = 0; k < t.length; k++) {
            if (Double.isFinite(values[k])) {
                rows.add(new double[] {t[k], values[k]});
            }
        }
        return rows;
    }
}
