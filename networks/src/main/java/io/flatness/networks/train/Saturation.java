package io.flatness.networks.train;

import io.flatness.spi.loss.EmpiricalRisk;

/** How certain a classifier is of its own predictions. */
final class Saturation {
    private Saturation() {}

    /** mean(1 − max p) over samples, with the logistic function for a single output. */
    static double of(EmpiricalRisk surface, double[] theta) {
        double[] outputs = surface.outputs(theta);
        int classes = surface.outputCount();
        double sum = 0;
        for (int row = 0; row < outputs.length; row += classes) {
            sum += classes == 1 ? 1 / (1 + StrictMath.exp(Math.abs(outputs[row]))) : uncertainty(outputs, row, classes);
        }
        return sum / surface.sampleCount();
    }

    private static double uncertainty(double[] outputs, int row, int classes) {
        int best = row;
        for (int c = row; c < row + classes; c++) {
            best = outputs[c] > outputs[best] ? c : best;
        }
        double others = 0;
        for (int c = row; c < row + classes; c++) {
            others += c == best ? 0 : StrictMath.exp(outputs[c] - outputs[best]);
        }
        return others / (1 + others);
    }
}
