package io.flatness.transforms;

/** Euclidean norms whose squares neither overflow nor underflow, and which powers of two scale exactly. */
final class Norms {
    private Norms() {}

    /** √Σ xᵢ². */
    static double euclidean(double[] x) {
        return euclidean(x, 0, x.length);
    }

    /** √Σ xᵢ² over from ≤ i < to. */
    static double euclidean(double[] x, int from, int to) {
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        double scale = unit(largest);
        double sum = 0;
        for (int i = from; i < to; i++) {
            double scaled = x[i] / scale;
            sum += scaled * scaled;
        }
        return Math.sqrt(sum) * scale;
    }

    /** The power of two to measure numbers up to {@code largest} in. */
    static double unit(double largest) {
        return largest == 0 || Double.isInfinite(largest) || Double.isNaN(largest)
                ? 1
                : Math.scalb(1.0, Math.max(-1021, Math.min(1021, Math.getExponent(largest))));
    }
}
