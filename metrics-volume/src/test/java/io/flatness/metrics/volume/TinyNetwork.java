package io.flatness.metrics.volume;

import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;

/** A 2-3-1 rectified network without biases under ½ mean squared error, with interval bounds: plain, to test against. */
final class TinyNetwork implements LossSurface, BoxBounds {
    private final double[][] inputs;
    private final double[] targets;

    TinyNetwork(double[][] inputs, double[] targets) {
        this.inputs = inputs;
        this.targets = targets;
    }

    @Override
    public ParameterLayout layout() {
        return ParameterLayout.single("theta", 9);
    }

    @Override
    public double value(double[] theta) {
        return upperBound(theta, new double[9]);
    }

    @Override
    public double upperBound(double[] center, double[] radius) {
        double sum = 0;
        for (int s = 0; s < inputs.length; s++) {
            double low = 0;
            double high = 0;
            for (int unit = 0; unit < 3; unit++) {
                double unitLow = 0;
                double unitHigh = 0;
                for (int i = 0; i < 2; i++) {
                    int k = 3 * i + unit;
                    double x = inputs[s][i];
                    unitLow += Math.min(x * (center[k] - radius[k]), x * (center[k] + radius[k]));
                    unitHigh += Math.max(x * (center[k] - radius[k]), x * (center[k] + radius[k]));
                }
                double h0 = Math.max(0, unitLow);
                double h1 = Math.max(0, unitHigh);
                double w0 = center[6 + unit] - radius[6 + unit];
                double w1 = center[6 + unit] + radius[6 + unit];
                low += Math.min(Math.min(h0 * w0, h0 * w1), Math.min(h1 * w0, h1 * w1));
                high += Math.max(Math.max(h0 * w0, h0 * w1), Math.max(h1 * w0, h1 * w1));
            }
            double below = low - targets[s];
            double above = high - targets[s];
            sum += Math.max(below * below, above * above);
        }
        return sum / (2 * inputs.length);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        throw new UnsupportedOperationException("not needed");
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        throw new UnsupportedOperationException("not needed");
    }
}
