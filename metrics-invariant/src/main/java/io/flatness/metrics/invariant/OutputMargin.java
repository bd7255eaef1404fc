package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A percentile of the margins f_y − max over others of f_c, for a network that predicts every label: then y is the largest output.
 * Of one output, whose sign is the prediction, the margin is its size. Between ranks percentiles are interpolated.
 */
final class OutputMargin implements Metric {
    private final double percentile;

    OutputMargin(OutputMarginParameters parameters) {
        this.percentile = parameters.percentile();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<EmpiricalRisk> risk = minimum.surface().as(EmpiricalRisk.class);
        OptionalDouble accuracy =
                risk.map(given -> given.accuracy(minimum.theta())).orElse(OptionalDouble.empty());
        if (accuracy.isEmpty()) {
            return Measurement.notApplicable("a margin needs labels, and this loss has none");
        }
        if (accuracy.getAsDouble() < 1) {
            return Measurement.notApplicable("the network predicts " + accuracy.getAsDouble()
                    + " of the labels; the margin is measured where it predicts all of them");
        }
        double[] outputs = risk.get().outputs(minimum.theta());
        int width = risk.get().outputCount();
        double[] margins = new double[outputs.length / width];
        for (int i = 0; i < margins.length; i++) {
            margins[i] = margin(outputs, i * width, width);
        }
        Arrays.sort(margins);
        double rank = percentile / 100 * (margins.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, margins.length - 1);
        double value = margins[below] + (rank - below) * (margins[above] - margins[below]);
        return Measurement.exact(value)
                .with("inverseSquare", 1 / (value * value))
                .with("smallest", margins[0])
                .with("median", margins[margins.length / 2]);
    }

    private static double margin(double[] outputs, int offset, int width) {
        if (width == 1) {
            return Math.abs(outputs[offset]);
        }
        double first = Double.NEGATIVE_INFINITY;
        double second = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < width; c++) {
            double output = outputs[offset + c];
            second = Math.max(second, Math.min(first, output));
            first = Math.max(first, output);
        }
        return first - second;
    }

    @Override
    public Orientation orientation() {
        return Orientation.LARGER_IS_FLATTER;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(
                Invariance.LAYER_RESCALING,
                Invariance.NODE_RESCALING,
                Invariance.PERMUTATION,
                Invariance.SIGN_FLIP,
                Invariance.SOFTMAX_SHIFT,
                Invariance.WEIGHT_NORMALIZATION,
                Invariance.REPARAMETRIZATION,
                Invariance.INPUT_REPRESENTATION);
    }
}
