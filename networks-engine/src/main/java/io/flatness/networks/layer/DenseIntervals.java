package io.flatness.networks.layer;

import io.flatness.spi.linalg.Gemm;

/**
 * How a box passes through a dense layer: the sum over inputs of the exact products of two intervals.
 *
 * @param inputs number of inputs
 * @param outputs number of outputs
 * @param weight offset of the weights among the parameters
 * @param shift offset of the biases, −1 without
 * @param order how the weights lie
 */
record DenseIntervals(int inputs, int outputs, int weight, int shift, WeightOrder order) implements IntervalRule {
    @Override
    public void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
        int rows = in[0].length() / inputs;
        double[] magnitude = new double[out.length()];
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outputs; o++) {
                int to = row * outputs + o;
                double low = 0;
                double high = 0;
                for (int i = 0; i < inputs; i++) {
                    double from = in[0].low()[row * inputs + i];
                    double until = in[0].high()[row * inputs + i];
                    if (from == 0 && until == 0) {
                        continue;
                    }
                    int at = weight + (order == WeightOrder.IN_OUT ? i * outputs + o : o * inputs + i);
                    double a = from * parameters.low()[at];
                    double b = from * parameters.high()[at];
                    double c = until * parameters.low()[at];
                    double d = until * parameters.high()[at];
                    double least = Math.min(Math.min(a, b), Math.min(c, d));
                    double most = Math.max(Math.max(a, b), Math.max(c, d));
                    low += least;
                    high += most;
                    magnitude[to] += Math.max(Math.abs(least), Math.abs(most));
                }
                out.low()[to] = low;
                out.high()[to] = high;
            }
        }
        finish(parameters, out, magnitude);
    }

    /** Adds the biases and rounds outward. */
    private void finish(Intervals parameters, Intervals out, double[] magnitude) {
        for (int k = 0; k < out.length(); k++) {
            double size = magnitude[k];
            if (shift >= 0) {
                double low = parameters.low()[shift + k % outputs];
                double high = parameters.high()[shift + k % outputs];
                out.low()[k] += low;
                out.high()[k] += high;
                size += Math.max(Math.abs(low), Math.abs(high));
            }
            out.widen(k, inputs + 1, size);
        }
    }

    @Override
    public IntervalRule prepared(Intervals parameters, Gemm gemm) {
        return new Prepared(this, parameters, gemm);
    }

    /**
     * The same by products of matrices, four where no input is below 0 and five where every input is one number: then
     * which end of an input meets which end of a weight depends on their signs alone. Sums in any order stay within the
     * rounding that is added. Inputs of both kinds at once are taken one by one.
     */
    private static final class Prepared implements IntervalRule {
        private final DenseIntervals layer;
        private final Gemm gemm;
        private final double[] low;
        private final double[] high;
        private final double[] size;
        private final double[] lowAbove;
        private final double[] lowBelow;
        private final double[] highAbove;
        private final double[] highBelow;

        Prepared(DenseIntervals layer, Intervals parameters, Gemm gemm) {
            this.layer = layer;
            this.gemm = gemm;
            int count = layer.inputs * layer.outputs;
            this.low = new double[count];
            this.high = new double[count];
            this.size = new double[count];
            this.lowAbove = new double[count];
            this.lowBelow = new double[count];
            this.highAbove = new double[count];
            this.highBelow = new double[count];
            for (int k = 0; k < count; k++) {
                low[k] = parameters.low()[layer.weight + k];
                high[k] = parameters.high()[layer.weight + k];
                size[k] = Math.max(Math.abs(low[k]), Math.abs(high[k]));
                lowAbove[k] = Math.max(low[k], 0);
                lowBelow[k] = Math.min(low[k], 0);
                highAbove[k] = Math.max(high[k], 0);
                highBelow[k] = Math.min(high[k], 0);
            }
        }

        @Override
        public void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
            encloseAll(1, in, parameters, buffers, out);
        }

        @Override
        public void encloseAll(int samples, Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
            boolean points = true;
            boolean above = true;
            for (int k = 0; k < in[0].length(); k++) {
                points &= in[0].low()[k] == in[0].high()[k];
                above &= in[0].low()[k] >= 0;
            }
            if (above && !points) {
                layer.finish(parameters, out, ofIntervals(in[0], out));
            } else if (points) {
                layer.finish(parameters, out, ofPoints(in[0].low(), above, out));
            } else {
                layer.enclose(in, parameters, buffers, out);
            }
        }

        private double[] ofIntervals(Intervals in, Intervals out) {
            double[] magnitude = new double[out.length()];
            double[] rest = new double[out.length()];
            multiply(in.low(), lowAbove, out.low(), 0);
            multiply(in.high(), lowBelow, rest, 0);
            merge(out.low(), rest, magnitude);
            multiply(in.high(), highAbove, out.high(), 0);
            multiply(in.low(), highBelow, rest, 0);
            merge(out.high(), rest, magnitude);
            return magnitude;
        }

        /** Adds the terms below 0 to those above, and keeps the sum of their sizes where it is the largest so far. */
        private static void merge(double[] above, double[] below, double[] magnitude) {
            for (int k = 0; k < above.length; k++) {
                magnitude[k] = Math.max(magnitude[k], above[k] - below[k]);
                above[k] += below[k];
            }
        }

        private double[] ofPoints(double[] x, boolean above, Intervals out) {
            double[] positive = x;
            double[] magnitude = new double[out.length()];
            if (!above) {
                positive = new double[x.length];
                double[] negative = new double[x.length];
                double[] absolute = new double[x.length];
                for (int k = 0; k < x.length; k++) {
                    positive[k] = Math.max(x[k], 0);
                    negative[k] = Math.min(x[k], 0);
                    absolute[k] = Math.abs(x[k]);
                }
                multiply(negative, high, out.low(), 0);
                multiply(negative, low, out.high(), 0);
                multiply(absolute, size, magnitude, 0);
            } else {
                multiply(x, size, magnitude, 0);
            }
            multiply(positive, low, out.low(), above ? 0 : 1);
            multiply(positive, high, out.high(), above ? 0 : 1);
            return magnitude;
        }

        private void multiply(double[] x, double[] w, double[] into, double beta) {
            boolean turned = layer.order == WeightOrder.OUT_IN;
            int rows = x.length / layer.inputs;
            gemm.multiply(
                    false,
                    turned,
                    rows,
                    layer.outputs,
                    layer.inputs,
                    1,
                    x,
                    0,
                    layer.inputs,
                    w,
                    0,
                    turned ? layer.inputs : layer.outputs,
                    beta,
                    into,
                    0,
                    layer.outputs);
        }
    }
}
