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
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Section 4.3: rescaled until its first layer has the norm ε, a network has a point of the ε-ball at which that layer is
 * zero and the outputs are constant. Its ε-sharpness is at least what the loss rises there.
 */
final class Section43 {
    /** Keeps the zero point inside the closed ball whatever the rounding. */
    private static final double INSIDE = 1 - 1e-12;

    private Section43() {}

    /**
     * The parameters.
     *
     * @param metric id of an ε-sharpness
     * @param layers the two layers that are rescaled against each other
     */
    record Parameters(
            @Param(doc = "id of a metric of the experiment of type epsilon-sharpness; its epsilon is the radius")
            String metric,

            @Param(
                    doc =
                            "two affine layers [i, j]; i shrinks to the norm epsilon; the first pair that the network allows"
                                    + " when left out",
                    optional = true)
            @Nullable
            List<Integer> layers) {
        Parameters {
            layers = layers == null ? null : List.copyOf(layers);
            if (layers != null && layers.size() != 2) {
                throw new InvalidParameterException("layers", "layers is " + layers + "; give two affine layers");
            }
        }
    }

    static Analysis of(Parameters parameters) {
        return context -> AnalysisReport.each(context, problem -> {
            Map<String, Object> values = values(context, problem, parameters);
            return AnalysisReport.measured(problem, values).with(Sentences.section43(values));
        });
    }

    private static Map<String, Object> values(AnalysisContext context, String problem, Parameters parameters) {
        MetricRef metric = NamedMetrics.metric(context, problem, parameters.metric());
        if (!metric.type().equals("epsilon-sharpness")
                || !(metric.parameters().get("epsilon") instanceof Number radius)) {
            throw new MeasurementException(
                    "section-4-3 is about an epsilon-sharpness; " + metric.id() + " is of type " + metric.type());
        }
        double epsilon = radius.doubleValue();
        Minimum minimum = context.point(problem, List.of()).minimum();
        List<Integer> pair = pair(context, minimum, parameters.layers());
        Affine layer = layer(minimum, problem, pair.get(0));
        double norm = norm(minimum.theta(), layer);
        if (norm == 0) {
            throw new RefusedException("layer " + pair.get(0) + " of " + problem + " is already zero");
        }
        double alpha = INSIDE * epsilon / norm;
        List<TransformStep> chain = List.of(LegalPairs.step(pair, alpha));
        Minimum moved = context.point(problem, chain).minimum();
        double[] zero = moved.theta().clone();
        Arrays.fill(zero, layer.weight().offset(), layer.weight().end(), 0);
        double loss = moved.surface().value(moved.theta());
        double constantLoss = moved.surface().value(zero);
        Measurement before = NamedMetrics.measured(context, problem, List.of(), parameters.metric());
        Measurement after = NamedMetrics.measured(context, problem, chain, parameters.metric());
        double bound = (constantLoss - loss) / (1 + loss);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epsilon", epsilon);
        values.put("layers", pair);
        values.put("alpha", alpha);
        values.put("distance", norm(moved.theta(), layer));
        values.put("loss", loss);
        values.put("constantLoss", constantLoss);
        values.put("lowerBound", bound);
        values.put("sharpnessBefore", before.value());
        values.put("sharpnessAfter", after.value());
        values.put("holds", after.value() >= bound * (1 - 1e-9));
        return values;
    }

    private static List<Integer> pair(AnalysisContext context, Minimum minimum, @Nullable List<Integer> wanted) {
        return wanted != null
                ? wanted
                : LegalPairs.first(context, minimum.surface())
                        .orElseThrow(() -> new RefusedException(
                                "no two affine layers can be scaled against each other in this network"));
    }

    private static Affine layer(Minimum minimum, String problem, int index) {
        List<Affine> layers = minimum.surface()
                .as(NetworkLoss.class)
                .orElseThrow(() -> new RefusedException("section-4-3 needs a network with layers; " + problem
                        + " is a plain function of its parameters"))
                .architecture()
                .affineLayers();
        return layers.stream()
                .filter(layer -> layer.index() == index)
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "there is no affine layer " + index + "; " + problem + " has " + layers.size()));
    }

    private static double norm(double[] theta, Affine layer) {
        double norm = 0;
        for (int k = layer.weight().offset(); k < layer.weight().end(); k++) {
            norm = Math.hypot(norm, theta[k]);
        }
        return norm;
    }
}
