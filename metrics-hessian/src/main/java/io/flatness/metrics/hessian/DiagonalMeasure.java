package io.flatness.metrics.hessian;

import io.flatness.numerics.DiagonalEstimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** a_ii for all i; the value is the largest. */
record DiagonalMeasure(int probes, int entries) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        Optional<double[]> exact = ExactDiagonal.of(curvature, Curvature.SMALL, context);
        if (exact.isPresent()) {
            double[] diagonal = exact.get();
            return described(Measurement.exact(diagonal[largest(diagonal)]), curvature, diagonal);
        }
        SymmetricOperator operator = Extremes.watched(curvature.operator(), context);
        DiagonalEstimate estimate = DiagonalEstimate.of(operator, probes, context.random("hessian.diagonal"));
        // The maximum of noisy entries is biased; the entry itself is one more product.
        int at = largest(estimate.values());
        double[] unit = new double[curvature.dimension()];
        unit[at] = 1;
        Measurement measured = Measurement.lowerBound(operator.apply(unit)[at])
                .with("products", estimate.products() + 1)
                .with("meanStandardError", mean(estimate.standardErrors()));
        return described(measured, curvature, estimate.values())
                .remark("the entry that was estimated largest, measured exactly; another may be larger");
    }

    private Measurement described(Measurement measured, Curvature curvature, double[] diagonal) {
        Map<String, Object> blocks = new LinkedHashMap<>();
        int k = 0;
        for (Block block : curvature.blocks()) {
            double sum = 0;
            double squares = 0;
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < block.size(); i++, k++) {
                sum += diagonal[k];
                squares += diagonal[k] * diagonal[k];
                most = Math.max(most, diagonal[k]);
                least = Math.min(least, diagonal[k]);
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("sum", sum);
            summary.put("sumOfSquares", squares);
            summary.put("largest", most);
            summary.put("smallest", least);
            blocks.put(block.name(), summary);
        }
        Measurement all = measured.with("blocks", blocks).with("index", largest(diagonal));
        return diagonal.length <= entries ? all.with("diagonal", diagonal) : all;
    }

    private static int largest(double[] values) {
        int at = 0;
        for (int i = 1; i < values.length; i++) {
            at = values[i] > values[at] ? i : at;
        }
        return at;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    static OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        return ExactDiagonal.of(curvature, Curvature.SMALL, context)
                .map(diagonal -> {
                    double[] scaled = diagonal.clone();
                    for (int i = 0; i < scaled.length; i++) {
                        scaled[i] /= factors[i] * factors[i];
                    }
                    return OptionalDouble.of(scaled[largest(scaled)]);
                })
                .orElse(OptionalDouble.empty());
    }
}
