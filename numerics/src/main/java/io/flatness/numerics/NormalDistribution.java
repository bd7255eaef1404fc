package io.flatness.numerics;

/** Tail and quantiles of the standard normal distribution, to relative error 1e-13. */
public final class NormalDistribution {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final int FRACTION_TERMS = 150;

    private NormalDistribution() {}

    /** P(Z &gt; z). */
    public static double upperTail(double z) {
        if (z < 0) {
            return 1 - upperTail(-z);
        }
        return z < 2.5 ? 0.5 - density(z) * series(z) : density(z) * tailFraction(z);
    }

    /**
     * z with P(Z &gt; z) = probability.
     *
     * @param probability in ]0, 1[
     */
    public static double upperQuantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability is " + probability + "; it must lie in ]0, 1[");
        }
        if (probability > 0.5) {
            return -upperQuantile(1 - probability);
        }
        // Newton's method on log P, which is concave; the start lies on its right.
        double z = Math.sqrt(-2 * StrictMath.log(probability));
        for (int step = 0; step < 60; step++) {
            double tail = upperTail(z);
            double next = z + StrictMath.log(tail / probability) * tail / density(z);
            if (Math.abs(next - z) <= 1e-15 * Math.max(1, Math.abs(z))) {
                return next;
            }
            z = next;
        }
        return z;
    }

    private static double density(double z) {
        return StrictMath.exp(-z * z / 2) / ROOT_TWO_PI;
    }

    /** z + z³/3 + z⁵/(3·5) + … */
    private static double series(double z) {
        double term = z;
        double sum = z;
        for (int k = 3; term > 1e-18 * sum; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return sum;
    }

    /** Laplace's continued fraction 1/(z + 1/(z + 2/(z + …))). */
    private static double tailFraction(double z) {
        double fraction = z;
        for (int k = FRACTION_TERMS; k > 0; k--) {
            fraction = z + k / fraction;
        }
        return 1 / fraction;
    }
}
