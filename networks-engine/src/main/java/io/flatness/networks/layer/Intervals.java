package io.flatness.networks.layer;

/**
 * A box: one interval per element.
 *
 * @param low lower ends
 * @param high upper ends
 */
public record Intervals(double[] low, double[] high) {
    /** Unit roundoff, twice over: room for a product and a sum per term. */
    private static final double ROUNDING = 0x1p-51;

    /** A box of n intervals at 0. */
    public static Intervals zeros(int n) {
        return new Intervals(new double[n], new double[n]);
    }

    /** Number of intervals. */
    public int length() {
        return low.length;
    }

    /** Copies {@code length} intervals of another box. */
    void copy(Intervals other, int from, int to, int length) {
        System.arraycopy(other.low, from, low, to, length);
        System.arraycopy(other.high, from, high, to, length);
    }

    /** Sets element k to the product of element i of a and element j of b, rounded outward. */
    void product(int k, Intervals a, int i, Intervals b, int j) {
        double first = a.low[i] * b.low[j];
        double second = a.low[i] * b.high[j];
        double third = a.high[i] * b.low[j];
        double fourth = a.high[i] * b.high[j];
        low[k] = Math.min(Math.min(first, second), Math.min(third, fourth));
        high[k] = Math.max(Math.max(first, second), Math.max(third, fourth));
        widen(k, 1, Math.max(Math.abs(low[k]), Math.abs(high[k])));
    }

    /**
     * Moves both ends of element k outward by what {@code terms} roundings of a sum of this magnitude can make; an end
     * without a value goes to infinity.
     */
    void widen(int k, int terms, double magnitude) {
        double error = (terms + 2) * (ROUNDING * magnitude + Double.MIN_NORMAL);
        double least = low[k] - error;
        double most = high[k] + error;
        low[k] = Double.isNaN(least) ? Double.NEGATIVE_INFINITY : Math.nextDown(least);
        high[k] = Double.isNaN(most) ? Double.POSITIVE_INFINITY : Math.nextUp(most);
    }
}
