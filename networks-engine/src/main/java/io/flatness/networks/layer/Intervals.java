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

    /** Moves both ends of element k outward by what {@code terms} roundings of a sum of this magnitude can make. */
    void widen(int k, int terms, double magnitude) {
        double error = (terms + 2) * (ROUNDING * magnitude + Double.MIN_NORMAL);
        low[k] = Math.nextDown(low[k] - error);
        high[k] = Math.nextUp(high[k] + error);
    }
}
