package io.flatness.analyses.landscape;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Numbers;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** "What has this change of coordinates done?" */
public final class Coordinates {
    private Coordinates() {}

    /**
     * The parameters.
     *
     * @param transform the change
     * @param points of the grid, a side
     * @param window in the original coordinates
     */
    public record Parameters(
            @Param(doc = "id of a transform of the experiment; a picture for each of its points")
            String transform,

            @Param(
                    doc = "points of the regular grid in the original coordinates, a side, 3 to 401",
                    defaultValue = "31")
            int points,

            @Param(
                    doc =
                            "[from, to], the same for both of two parameters, in the original coordinates; 2 to each side of the"
                                    + " point when left out",
                    optional = true)
            @Nullable
            List<Double> window) {
        /** Checks the ranges. */
        public Parameters {
            window = window == null ? null : List.copyOf(window);
            Checks.window(window, 1);
            if (points < 3 || points > 401) {
                throw new InvalidParameterException("points", "points is " + points + "; allowed: 3 to 401");
            }
        }
    }

    /** Makes the analysis. */
    public static Analysis of(Parameters parameters) {
        return context -> AnalysisReport.each(context, problem -> report(context, problem, parameters));
    }

    private static AnalysisReport report(AnalysisContext context, String problem, Parameters parameters) {
        Minimum minimum = context.point(problem, List.of()).minimum();
        List<Object> changes = new ArrayList<>();
        CoordinatePictures pictures = new CoordinatePictures(minimum, parameters);
        AnalysisReport report = AnalysisReport.measured(problem, Map.of());
        List<Finding> findings = new ArrayList<>();
        List<Place> places = Place.of(context, problem, "transform", parameters.transform());
        report = pictures.before(problem, report);
        for (Place place : places) {
            Transformed point = context.point(problem, place.chain());
            Bijection map = point.map()
                    .orElseThrow(() -> new RefusedException(place.name() + " is no bijection of the parameters"));
            double apart = apart(minimum, point.minimum().surface(), map, pictures);
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("point", place.name());
            change.put("largestDifference", apart);
            change.put("logAbsDeterminant", map.logAbsDeterminant(minimum.theta()));
            double[] before = curvature(minimum);
            double[] after = curvature(point.minimum());
            change.put("curvatureBefore", before);
            change.put("curvatureAfter", after);
            changes.add(change);
            findings.add(Finding.info(
                    "changed",
                    "in the coordinates of " + place.name() + " the curvature at the point is " + Numbers.of(after[0])
                            + " instead of " + Numbers.of(before[0]) + ", and the loss is the same up to "
                            + Numbers.shortest(apart) + " all over the grid"));
            report = pictures.after(place, map, report);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("changes", changes);
        values.put("figures", report.values().getOrDefault("figures", List.of()));
        AnalysisReport answer = AnalysisReport.measured(problem, values);
        for (Finding finding : findings) {
            answer = answer.with(finding);
        }
        return answer;
    }

    /** eᵀHe along the first parameter, and along the second where there are two. */
    private static double[] curvature(Minimum minimum) {
        double[] curvature = new double[Math.min(2, minimum.theta().length)];
        var hessian = minimum.surface().hessianAt(minimum.theta());
        for (int i = 0; i < curvature.length; i++) {
            double[] unit = new double[minimum.theta().length];
            unit[i] = 1;
            curvature[i] = hessian.apply(unit)[i];
        }
        return curvature;
    }

    /** max |L_η(g(θ)) − L(θ)| over the grid, relative to 1 + L: that it is one function. */
    private static double apart(Minimum minimum, LossSurface surface, Bijection map, CoordinatePictures pictures) {
        double apart = 0;
        for (double t : pictures.ticks(0)) {
            double[] theta = minimum.theta().clone();
            theta[0] = t;
            double loss = minimum.surface().value(theta);
            apart = Math.max(apart, Math.abs(surface.value(map.forward(theta)) - loss) / (1 + Math.abs(loss)));
        }
        return apart;
    }
}
