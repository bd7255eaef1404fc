package io.flatness.networks.elementary;

/**
 * eˣ and eˣ − 1 for all x, with gradual underflow.
 *
 * <p>eˣ = 2ᵏ eʳ with |r| ≤ ½ log 2 + 2⁻¹⁵ and eʳ = 1 + r + r² S(r), S the Taylor polynomial of degree 11, which leaves out less
 * than 2⁻⁵⁷. k log 2 is subtracted in two parts; the first difference is exact. Errors of r (u/4), of r² S (3.3 u of at
 * most 0.068), of r + r² S (u/4) and of the last sum (u, or u/2 below 1) add up to less than 1.25 units in the last
 * place, and one half more of the smallest number where the result is subnormal. eˣ − 1 for x ≤ 0 is 2ᵏ (r + r² S) + (2ᵏ − 1), whose second
 * part is exact where it matters: less than 1.5 units in the last place.
 *
 * <p>An object holds the space that a call needs: one thread at a time.
 */
public final class Exponential {
    /** Most numbers of a call. */
    public static final int LENGTH = 256;

    /** e^LOWEST rounds to 0 and e^HIGHEST to infinity. */
    private static final double LOWEST = -746;

    private static final double HIGHEST = 710;

    /** 1/log 2. */
    private static final double PER_LOG_2 = 0x1.71547652b82fep0;

    /** log 2 in two parts: multiples of the first up to 2²⁴ are exact. */
    private static final double LOG_2_HIGH = 0x1.62e42fep-1;

    private static final double LOG_2_LOW = 0x1.f473de6af278fp-30;

    /** Added to a number below 2³¹, rounds it to an integer and leaves that in the low bits. */
    private static final double ROUNDER = 0x1.8p52;

    /** 1/n! from n = 13 down to 2. */
    private static final double[] TAYLOR = new double[12];

    static {
        double factorial = 1;
        for (int n = 2; n <= 13; n++) {
            factorial *= n;
            TAYLOR[13 - n] = 1 / factorial;
        }
    }

    private final double[] rest = new double[LENGTH];
    private final double[] rounded = new double[LENGTH];
    private final double[] sum = new double[LENGTH];
    private final double[] spare = new double[LENGTH];
    private final double[] half = new double[LENGTH];
    private final double[] otherHalf = new double[LENGTH];

    /** exp[i] := e^x[i]; the arrays may be one. */
    public void exp(double[] x, double[] exp, int count) {
        reduce(x, count);
        finish(exp, count);
    }

    /** exp[i] := e^(x[i] + low[i]), |low| ≤ 2⁻¹⁶ a part of the sum that x has no bits for; the arrays may be one. */
    void expOfSum(double[] x, double[] low, double[] exp, int count) {
        reduce(x, count);
        for (int i = 0; i < count; i++) {
            rest[i] += low[i];
        }
        finish(exp, count);
    }

    /** exp[i] := e^x[i] and less[i] := e^x[i] − 1. The latter is accurate for x ≤ 0; x may be one of the others. */
    public void expAndLess(double[] x, double[] exp, double[] less, int count) {
        reduce(x, count);
        finish(exp, count);
        for (int i = 0; i < count; i++) {
            double scale = half[i] * otherHalf[i];
            less[i] = scale * (rest[i] + rest[i] * rest[i] * sum[i]) + (scale - 1);
        }
    }

    private void reduce(double[] x, int count) {
        for (int i = 0; i < count; i++) {
            double y = Math.min(Math.max(x[i], LOWEST), HIGHEST);
            double t = y * PER_LOG_2 + ROUNDER;
            double k = t - ROUNDER;
            rounded[i] = t;
            rest[i] = (y - k * LOG_2_HIGH) - k * LOG_2_LOW;
        }
    }

    private void finish(double[] exp, int count) {
        Polynomial.evaluate(TAYLOR, rest, sum, spare, count);
        for (int i = 0; i < count; i++) {
            int k = (int) Double.doubleToRawLongBits(rounded[i]);
            half[i] = power(k >> 1);
            otherHalf[i] = power(k - (k >> 1));
        }
        for (int i = 0; i < count; i++) {
            exp[i] = (1 + (rest[i] + rest[i] * rest[i] * sum[i])) * half[i] * otherHalf[i];
        }
    }

    /** 2ᵏ for |k| ≤ 1022. */
    private static double power(int k) {
        return Double.longBitsToDouble((long) (k + 1023) << 52);
    }

    /** eˣ, the same bits as for arrays. */
    public static double of(double x) {
        double y = Math.min(Math.max(x, LOWEST), HIGHEST);
        double t = y * PER_LOG_2 + ROUNDER;
        double k = t - ROUNDER;
        double r = (y - k * LOG_2_HIGH) - k * LOG_2_LOW;
        double s = TAYLOR[0];
        for (int j = 1; j < TAYLOR.length; j++) {
            s = s * r + TAYLOR[j];
        }
        int exponent = (int) Double.doubleToRawLongBits(t);
        return (1 + (r + r * r * s)) * power(exponent >> 1) * power(exponent - (exponent >> 1));
    }
}
