package io.flatness.analyses;

import io.flatness.spi.Figure;
import io.flatness.spi.Figure.Axis;
import io.flatness.spi.Figure.Kind;
import io.flatness.spi.Figure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pictures of the analyses, of their values. */
final class Pictures {
    private Pictures() {}

    /** τ of every metric, before and after the networks are rewritten, with its interval. */
    static Figure correlation(List<Map<String, Object>> rows) {
        List<String> names = new ArrayList<>();
        List<double[]> before = new ArrayList<>();
        List<double[]> after = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            interval((Map<?, ?>) Answer.of(row, "before"), names.size(), before);
            interval((Map<?, ?>) Answer.of(row, "after"), names.size(), after);
            names.add(String.valueOf(row.get("metric")));
        }
        return new Figure(
                "Rank correlation with the gap, before and after rewriting",
                Axis.linear("Kendall's τ"),
                Axis.names(names),
                List.of(
                        new Series("as trained", Kind.INTERVALS, before),
                        new Series("rewritten", Kind.INTERVALS, after)),
                "Bars: 95 % bootstrap intervals over networks.");
    }

    private static void interval(Map<?, ?> tau, int row, List<double[]> into) {
        if (tau.containsKey("tau")) {
            into.add(new double[] {
                number(Answer.of(tau, "tauLow")), number(Answer.of(tau, "tauHigh")), number(Answer.of(tau, "tau")), row
            });
        }
    }

    /** Each network by its value and its gap. */
    static Figure scatter(Map<String, Object> row, double[] gap) {
        return new Figure(
                row.get("metric") + " and the generalization gap",
                Axis.log(String.valueOf(row.get("metric"))),
                Axis.linear("generalization gap"),
                List.of(
                        new Series("as trained", Kind.POINTS, pairs((double[]) Answer.of(row, "values"), gap)),
                        new Series("rewritten", Kind.POINTS, pairs((double[]) Answer.of(row, "valuesAfter"), gap))),
                "Every network twice: the same function, and so the same gap, in two sets of parameters.");
    }

    private static List<double[]> pairs(double[] values, double[] gap) {
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                pairs.add(new double[] {values[i], gap[i]});
            }
        }
        return pairs;
    }

    /** All values that a metric takes on one function. */
    static Figure envelope(Map<String, Object> values) {
        String metric = String.valueOf(values.get("metric"));
        return new Figure(
                "All values of " + metric + " for one function",
                Axis.log(metric),
                Axis.names(List.of(metric)),
                List.of(new Series(metric, Kind.INTERVALS, List.of(new double[] {
                    number(Answer.of(values, "infimum")),
                    number(Answer.of(values, "supremum")),
                    number(Answer.of(values, "value")),
                    0
                }))),
                "The dot is the value as written; an arrow runs to infinity.");
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
