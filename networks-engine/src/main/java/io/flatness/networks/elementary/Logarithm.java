package io.flatness.networks.elementary;

/**
 * log(1 + x) for x in [0, 1].
 *
 * <p>log(1 + x) = 2 artanh z with z = x / (2 + x) ≤ 1/3, by the series Σ z^(2n+1) / (2n+1) up to n = 16, which leaves out less than
 * 2⁻⁵⁷. Errors of 2 + x and of the quotient (u each), of the series behind its first term (4 u of at most 0.04) and of the last sum (u)
 * add up to less than 3.3 u.
 *
 * <p>An object holds the space that a call needs: one thread at a time.
 */
public final class Logarithm {
    /** 1/(2n+1) from n = 16 down to 1. */
    private static final double[] SERIES = new double[16];

    static {
        for (int n = 1; n <= 16; n++) {
            SERIES[16 - n] = 1.0 / (2 * n + 1);
        }
    }

    private final double[] square = new double[Exponential.LENGTH];
    private final double[] sum = new double[Exponential.LENGTH];
    private final double[] spare = new double[Exponential.LENGTH];

    /** log[i] := log(1 + x[i]); the arrays may be one. */
    public void ofOnePlus(double[] x, double[] log, int count) {
        for (int i = 0; i < count; i++) {
            double twice = (x[i] + x[i]) / (2 + x[i]);
            log[i] = twice;
            square[i] = 0.25 * (twice * twice);
        }
        Polynomial.evaluate(SERIES, square, sum, spare, count);
        for (int i = 0; i < count; i++) {
            log[i] += log[i] * (square[i] * sum[i]);
        }
    }
}
