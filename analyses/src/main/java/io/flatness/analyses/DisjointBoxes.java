package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Theorem 2 as boxes: B, T_α B, T_α² B, … are disjoint, no smaller than the first, and the loss stays low in each. */
final class DisjointBoxes {
    private DisjointBoxes() {}

    /**
     * The parameters.
     *
     * @param metric id of a volume-lower-bound
     * @param boxes how many
     * @param corners looked at in each
     */
    record Parameters(
            @Param(doc = "id of a metric of the experiment of type volume-lower-bound")
            String metric,

            @Param(doc = "how many boxes to lay out, 2 to 100", defaultValue = "3")
            int boxes,

            @Param(doc = "random corners of each box at which the loss is computed, 1 to 100000", defaultValue = "256")
            int corners) {
        Parameters {
            if (boxes < 2 || boxes > 100) {
                throw new InvalidParameterException("boxes", "boxes is " + boxes + "; allowed: 2 to 100");
            }
            if (corners < 1 || corners > 100_000) {
                throw new InvalidParameterException("corners", "corners is " + corners + "; allowed: 1 to 100000");
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> AnalysisReport.each(context, problem -> report(context, problem, parameters));
    }

    private static AnalysisReport report(AnalysisContext context, String problem, Parameters parameters) {
        MetricRef metric = NamedMetrics.metric(context, problem, parameters.metric());
        if (!metric.type().equals("volume-lower-bound")
                || !(metric.parameters().get("epsilon") instanceof Number epsilon)) {
            throw new MeasurementException(
                    "theorem-2 is about a volume-lower-bound; " + metric.id() + " is of type " + metric.type());
        }
        Measurement bound = context.measure(problem, List.of(), metric);
        if (!(bound.details().get("layers") instanceof List<?>
                        || bound.details().get("layers") instanceof double[])
                || !(bound.details().get("alpha") instanceof Number alpha)
                || !(bound.details().get("radius") instanceof Number radius)) {
            throw new RefusedException("there is no certificate of Theorem 2: "
                    + (bound.reason() == null ? "no scale passes between two layers" : bound.reason()));
        }
        Minimum minimum = context.point(problem, List.of()).minimum();
        Layout layout = layout(
                context,
                problem,
                minimum,
                layers(bound.details().get("layers")),
                alpha.doubleValue(),
                radius.doubleValue());
        double height = minimum.surface().value(minimum.theta()) + epsilon.doubleValue();
        List<Map<String, Object>> rows = new ArrayList<>();
        boolean low = true;
        for (int j = 0; j < parameters.boxes(); j++) {
            double highest = highest(context, minimum, layout, j, parameters.corners());
            low &= highest < height;
            rows.add(row(layout, j, highest));
        }
        boolean disjoint = layout.disjoint(parameters.boxes());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epsilon", epsilon.doubleValue());
        values.put("radius", layout.radius());
        values.put("alpha", alpha.doubleValue());
        values.put("layers", layers(bound.details().get("layers")));
        values.put("boxes", rows);
        values.put("disjoint", disjoint);
        values.put("growth", layout.growth());
        values.put("holds", disjoint && low && layout.growth() >= -1e-12);
        AnalysisReport report = AnalysisReport.measured(problem, values)
                .with(Sentences.boxes(values))
                .with(BoxPictures.norms(layout, parameters.boxes()));
        return minimum.theta().length == 2
                ? report.with(BoxPictures.map(minimum, layout, parameters.boxes(), height))
                : report;
    }

    private static Map<String, Object> row(Layout layout, int j, double highest) {
        double[] norm = layout.norm(j);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("box", j);
        row.put("from", norm[0]);
        row.put("to", norm[1]);
        row.put("logVolume", layout.logVolume(j));
        row.put("highestLossSeen", highest);
        return row;
    }

    private static List<Integer> layers(Object detail) {
        List<Integer> layers = new ArrayList<>();
        if (detail instanceof double[] numbers) {
            Arrays.stream(numbers).forEach(number -> layers.add((int) number));
        } else if (detail instanceof List<?> list) {
            list.forEach(item -> layers.add(((Number) item).intValue()));
        }
        return layers;
    }

    /**
     * The cube around θ and what T_α makes of it.
     *
     * @param theta the point
     * @param radius half a side of the cube
     * @param factors what T_α multiplies each parameter by
     */
    record Layout(double[] theta, double radius, double[] factors) {
        /** Between which the largest weight of the enlarged tensors lies in box j. */
        double[] norm(int j) {
            double largest = 0;
            double factor = 1;
            for (int i = 0; i < theta.length; i++) {
                if (factors[i] > 1) {
                    largest = Math.max(largest, Math.abs(theta[i]));
                    factor = factors[i];
                }
            }
            double scale = Math.pow(factor, j);
            return new double[] {(largest - radius) * scale, (largest + radius) * scale};
        }

        boolean disjoint(int boxes) {
            for (int j = 0; j + 1 < boxes; j++) {
                if (!(norm(j)[1] < norm(j + 1)[0])) {
                    return false;
                }
            }
            return norm(0)[0] > 0;
        }

        /** log of the volume of a box over that of the one before. */
        double growth() {
            return Arrays.stream(factors).map(Math::log).sum();
        }

        double logVolume(int j) {
            return theta.length * Math.log(2 * radius) + j * growth();
        }

        /** The ends of parameter i in box j. */
        double[] side(int i, int j) {
            double scale = Math.pow(factors[i], j);
            return new double[] {(theta[i] - radius) * scale, (theta[i] + radius) * scale};
        }
    }

    /** T_α in the direction in which volumes do not shrink. */
    private static Layout layout(
            AnalysisContext context,
            String problem,
            Minimum minimum,
            List<Integer> layers,
            double alpha,
            double radius) {
        Layout there = stretched(context, problem, minimum, LegalPairs.step(layers, alpha), radius);
        Layout back = stretched(context, problem, minimum, LegalPairs.step(layers, 1 / alpha), radius);
        boolean shrinks = there.growth() < -1e-12;
        boolean backIsBetter = back.growth() >= -1e-12 && !there.disjoint(2);
        return shrinks || backIsBetter ? back : there;
    }

    private static Layout stretched(
            AnalysisContext context, String problem, Minimum minimum, TransformStep step, double radius) {
        Bijection map = context.point(problem, List.of(step))
                .map()
                .orElseThrow(() -> new RefusedException("layer-rescaling is no change of the parameters here"));
        double[] ones = new double[minimum.theta().length];
        Arrays.fill(ones, 1);
        return new Layout(minimum.theta(), radius, map.forward(ones));
    }

    /** The largest loss at random corners of a box: a test of what interval arithmetic has proved. */
    private static double highest(AnalysisContext context, Minimum minimum, Layout layout, int j, int corners) {
        RandomGenerator random = context.random("corners of box " + j);
        double highest = Double.NEGATIVE_INFINITY;
        double[] corner = new double[minimum.theta().length];
        for (int k = 0; k < corners; k++) {
            context.checkCancelled();
            for (int i = 0; i < corner.length; i++) {
                corner[i] = layout.side(i, j)[random.nextBoolean() ? 1 : 0];
            }
            highest = Math.max(highest, minimum.surface().value(corner));
        }
        return highest;
    }
}
