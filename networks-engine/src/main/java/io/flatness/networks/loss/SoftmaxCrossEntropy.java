package io.flatness.networks.loss;

import io.flatness.networks.elementary.Exponential;

/**
 * −Σ y_c log softmax(f)_c, for one-hot or soft targets.
 *
 * @param labelSmoothing s in [0, 1]: y becomes (1 − s) y + s/C
 */
public record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
    /** Checks the range. */
    public SoftmaxCrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException("labelSmoothing is " + labelSmoothing + "; it must lie in [0, 1]");
        }
    }

    /** Without label smoothing. */
    public SoftmaxCrossEntropy() {
        this(0);
    }

    @Override
    public String name() {
        return "cross-entropy";
    }

    @Override
    public boolean ignoresOutputShift() {
        return true;
    }

    @Override
    public boolean classifies() {
        return true;
    }

    @Override
    public void prepare(double[] target) {
        double mass = 0;
        for (double y : target) {
            if (!(y >= 0 && y <= 1)) {
                throw new IllegalArgumentException("its target " + y + " is no probability");
            }
            mass += y;
        }
        if (Math.abs(mass - 1) > 1e-6) {
            throw new IllegalArgumentException("its target probabilities sum to " + mass + ", not to 1");
        }
        if (labelSmoothing > 0) {
            for (int c = 0; c < target.length; c++) {
                target[c] = (1 - labelSmoothing) * target[c] + labelSmoothing / target.length;
            }
        }
    }

    @Override
    public double evaluate(double[] outputs, int offset, double[] target, double[] gradient, double[] state) {
        int count = target.length;
        double max = outputs[offset];
        double mass = target[0];
        for (int c = 1; c < count; c++) {
            max = Math.max(max, outputs[offset + c]);
            mass += target[c];
        }
        double sum = 0;
        for (int c = 0; c < count; c++) {
            double e = Exponential.of(outputs[offset + c] - max);
            state[offset + c] = e;
            sum += e;
        }
        double logSum = logOfSum(outputs, offset, count, max, state);
        double loss = 0;
        for (int c = 0; c < count; c++) {
            double p = state[offset + c] / sum;
            state[offset + c] = p;
            gradient[offset + c] = mass * p - target[c];
            if (target[c] != 0) {
                loss += target[c] * (logSum - (outputs[offset + c] - max));
            }
        }
        return loss;
    }

    /** log Σ exp(f_c − max) with full relative precision when it is near 0. */
    private static double logOfSum(double[] outputs, int offset, int count, double max, double[] exponentials) {
        double rest = 0;
        boolean seen = false;
        for (int c = 0; c < count; c++) {
            if (!seen && outputs[offset + c] == max) {
                seen = true;
            } else {
                rest += exponentials[offset + c];
            }
        }
        return StrictMath.log1p(rest);
    }

    @Override
    public void curvature(double[] state, int offset, int outputs, double[] u, double[] into, int at) {
        double mean = 0;
        for (int c = 0; c < outputs; c++) {
            mean += state[offset + c] * u[at + c];
        }
        for (int c = 0; c < outputs; c++) {
            into[at + c] = state[offset + c] * (u[at + c] - mean);
        }
    }

    @Override
    public void root(double[] state, int offset, int outputs, int column, double[] into, int at) {
        double p = state[offset + column];
        double root = Math.sqrt(p);
        for (int c = 0; c < outputs; c++) {
            into[at + c] = -state[offset + c] * root;
        }
        double others = 0;
        for (int c = 0; c < outputs; c++) {
            others += c == column ? 0 : state[offset + c];
        }
        into[at + column] = root * others;
    }

    @Override
    public double upperBound(double[] low, double[] high, double[] target) {
        double bound = 0;
        for (int y = 0; y < target.length; y++) {
            if (target[y] == 0) {
                continue;
            }
            double max = low[y];
            for (int c = 0; c < target.length; c++) {
                max = c == y ? max : Math.max(max, high[c]);
            }
            double sum = 0;
            for (int c = 0; c < target.length; c++) {
                sum += Exponential.of((c == y ? low[c] : high[c]) - max);
            }
            bound += target[y] * (StrictMath.log(sum) + (max - low[y]));
        }
        return bound;
    }

    /** Class by class: what its own output at the upper end and all others at the lower ends give. */
    @Override
    public double lowerBound(double[] low, double[] high, double[] target) {
        return upperBound(high, low, target);
    }
}
