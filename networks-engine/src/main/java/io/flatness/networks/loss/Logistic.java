package io.flatness.networks.loss;

import io.flatness.networks.elementary.Exponential;

/**
 * Σ over outputs of log(1 + exp(−y f)), for y = ±1; targets in [0, 1] are probabilities of y = 1.
 */
public record Logistic() implements Loss {
    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public boolean ignoresOutputShift() {
        return false;
    }

    @Override
    public boolean classifies() {
        return true;
    }

    @Override
    public void prepare(double[] target) {
        for (int c = 0; c < target.length; c++) {
            if (target[c] == -1) {
                target[c] = 0;
            } else if (!(target[c] >= 0 && target[c] <= 1)) {
                throw new IllegalArgumentException(
                        "its target " + target[c] + " is neither −1 or +1 nor a probability in [0, 1]");
            }
        }
    }

    @Override
    public double evaluate(double[] outputs, int offset, double[] target, double[] gradient, double[] state) {
        double loss = 0;
        for (int c = 0; c < target.length; c++) {
            double f = outputs[offset + c];
            double y = target[c];
            double e = Exponential.of(-Math.abs(f));
            double less = e / (1 + e);
            double more = 1 / (1 + e);
            double up = f >= 0 ? more : less;
            double down = f >= 0 ? less : more;
            gradient[offset + c] = (1 - y) * up - y * down;
            state[offset + c] = up * down;
            double tail = StrictMath.log1p(e);
            loss += tail + (f >= 0 ? (1 - y) * f : -y * f);
        }
        return loss;
    }

    @Override
    public void curvature(double[] state, int offset, int outputs, double[] u, double[] into, int at) {
        for (int c = 0; c < outputs; c++) {
            into[at + c] = state[offset + c] * u[at + c];
        }
    }

    @Override
    public void root(double[] state, int offset, int outputs, int column, double[] into, int at) {
        for (int c = 0; c < outputs; c++) {
            into[at + c] = 0;
        }
        into[at + column] = Math.sqrt(state[offset + column]);
    }

    @Override
    public double upperBound(double[] low, double[] high, double[] target) {
        double bound = 0;
        for (int c = 0; c < target.length; c++) {
            bound += target[c] * softplus(-low[c]) + (1 - target[c]) * softplus(high[c]);
        }
        return bound;
    }

    /** Every term is convex in f, and least where the sigmoid of f is the target. */
    @Override
    public double lowerBound(double[] low, double[] high, double[] target) {
        double bound = 0;
        for (int c = 0; c < target.length; c++) {
            double least = target[c] == 0
                    ? Double.NEGATIVE_INFINITY
                    : target[c] == 1 ? Double.POSITIVE_INFINITY : StrictMath.log(target[c] / (1 - target[c]));
            double f = Math.max(low[c], Math.min(high[c], least));
            bound += target[c] * softplus(-f) + (1 - target[c]) * softplus(f);
        }
        return bound;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(Exponential.of(-Math.abs(x)));
    }

    @Override
    public int predict(double[] outputs, int offset, int count) {
        return count == 1 ? (outputs[offset] > 0 ? 1 : 0) : Loss.super.predict(outputs, offset, count);
    }

    @Override
    public int labels(int outputs) {
        return outputs == 1 ? 2 : outputs;
    }
}
