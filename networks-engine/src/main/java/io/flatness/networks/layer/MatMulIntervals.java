package io.flatness.networks.layer;

/**
 * How boxes pass through products of matrices: sums of the exact products of two intervals.
 *
 * @param layer the layer
 * @param sizes its sizes
 */
record MatMulIntervals(MatMul layer, Contraction sizes) implements IntervalRule {
    @Override
    public void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
        Intervals term = Intervals.zeros(1);
        for (int p = 0; p < sizes.count(); p++) {
            int left = sizes.left()[p] * sizes.m() * sizes.k();
            int right = sizes.right()[p] * sizes.k() * sizes.n();
            for (int row = 0; row < sizes.m(); row++) {
                for (int column = 0; column < sizes.n(); column++) {
                    double low = 0;
                    double high = 0;
                    double magnitude = 0;
                    for (int i = 0; i < sizes.k(); i++) {
                        int a = left + (layer.transposeLeft() ? i * sizes.m() + row : row * sizes.k() + i);
                        int b = right + (layer.transposeRight() ? column * sizes.k() + i : i * sizes.n() + column);
                        term.product(0, in[0], a, in[1], b);
                        low += term.low()[0];
                        high += term.high()[0];
                        magnitude += Math.max(Math.abs(term.low()[0]), Math.abs(term.high()[0]));
                    }
                    int to = (p * sizes.m() + row) * sizes.n() + column;
                    out.low()[to] = low;
                    out.high()[to] = high;
                    out.widen(to, sizes.k(), magnitude);
                }
            }
        }
    }
}
