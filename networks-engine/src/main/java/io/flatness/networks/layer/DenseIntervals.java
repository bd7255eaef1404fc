package io.flatness.networks.layer;

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
        prepared(parameters).enclose(in, parameters, buffers, out);
    }

    /** Lays the weights out by input, so that the innermost loop goes over neighbours. */
    @Override
    public IntervalRule prepared(Intervals parameters) {
        double[] low = new double[inputs * outputs];
        double[] high = new double[inputs * outputs];
        double[] size = new double[inputs * outputs];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                int from = weight + (order == WeightOrder.IN_OUT ? i * outputs + o : o * inputs + i);
                int to = i * outputs + o;
                low[to] = parameters.low()[from];
                high[to] = parameters.high()[from];
                size[to] = Math.max(Math.abs(low[to]), Math.abs(high[to]));
            }
        }
        return (in, box, buffers, out) -> enclose(in[0], box, low, high, size, out);
    }

    private void enclose(
            Intervals in, Intervals parameters, double[] low, double[] high, double[] size, Intervals out) {
        double[] magnitude = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            out.low()[o] = shift < 0 ? 0 : parameters.low()[shift + o];
            out.high()[o] = shift < 0 ? 0 : parameters.high()[shift + o];
            magnitude[o] = Math.max(Math.abs(out.low()[o]), Math.abs(out.high()[o]));
        }
        for (int i = 0; i < inputs; i++) {
            double from = in.low()[i];
            double to = in.high()[i];
            if (from == 0 && to == 0) {
                continue;
            }
            int row = i * outputs;
            if (from >= 0) {
                addPositive(from, to, low, high, row, out);
            } else {
                addAny(from, to, low, high, row, out);
            }
            double largest = Math.max(-from, to);
            for (int o = 0; o < outputs; o++) {
                magnitude[o] += largest * size[row + o];
            }
        }
        for (int o = 0; o < outputs; o++) {
            out.widen(o, inputs + 1, magnitude[o]);
        }
    }

    private void addPositive(double from, double to, double[] low, double[] high, int row, Intervals out) {
        double[] least = out.low();
        double[] most = out.high();
        for (int o = 0; o < outputs; o++) {
            least[o] += Math.min(from * low[row + o], to * low[row + o]);
            most[o] += Math.max(from * high[row + o], to * high[row + o]);
        }
    }

    private void addAny(double from, double to, double[] low, double[] high, int row, Intervals out) {
        double[] least = out.low();
        double[] most = out.high();
        for (int o = 0; o < outputs; o++) {
            double a = from * low[row + o];
            double b = from * high[row + o];
            double c = to * low[row + o];
            double d = to * high[row + o];
            least[o] += Math.min(Math.min(a, b), Math.min(c, d));
            most[o] += Math.max(Math.max(a, b), Math.max(c, d));
        }
    }
}
