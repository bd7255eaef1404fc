package io.flatness.networks.elementary;

/**
 * The normal distribution: Φ(x) and its density.
 *
 * <p>For a = |x|, Φ(−a) = e^(−a²/2) P(s) / (a + 5) with s = (a − 5) / (a + 5) and P of degree 21, the interpolation of
 * e^(a²/2) Φ(−a) (a + 5) at Chebyshev's points of a in [0, 40], where its relative error is below 2⁻⁵⁴ with the rounded
 * coefficients (Shepherd and Laframboise (1981), Math. Comp. 36, for the form). −a²/2 is taken in two parts, so that the
 * exponential keeps its accuracy in the tail. Errors: P by Horner's rule 4.1 u (Σ |partial sums|, largest over s), s 4 u
 * with a condition of at most 1.5, the exponential 2.5 u, quotient and products 4 u: less than 17 u.
 * Φ(a) = 1 − Φ(−a). Beyond 40 the tail is 0.
 *
 * <p>An object holds the space that a call needs: one thread at a time.
 */
public final class Normal {
    private static final double FARTHEST = 40;
    private static final double CENTRE = 5;

    /** 2²⁷ + 1: splits a double into two halves whose products are exact (Veltkamp). */
    private static final double SPLITTER = 0x1p27 + 1;

    /** 1/√(2π). */
    private static final double PEAK = 0x1.9884533d43651p-2;

    private static final double[] POLYNOMIAL = {
        0x1.2f3745aaf4ddfp-29,
        0x1.043afdc80ea3ap-27,
        -0x1.6d0924590c5b4p-27,
        -0x1.1dc995c872be1p-24,
        0x1.78b05c77192b1p-25,
        0x1.d256e447d4843p-22,
        -0x1.6a878b5bfac88p-22,
        -0x1.73d193b5b6738p-19,
        0x1.0b2dc849147b4p-18,
        0x1.17df5503e0689p-16,
        -0x1.a170fd5e2bc26p-15,
        -0x1.f214b487637b1p-15,
        0x1.1daf1d823c9e1p-11,
        -0x1.a25036f0ced37p-11,
        -0x1.88590eaa35a53p-9,
        0x1.54b4d4f408d7dp-6,
        -0x1.1b1c254c9bd6ap-4,
        0x1.51f6329f02a46p-3,
        -0x1.410ed5f875a20p-2,
        0x1.fb31653876f61p-2,
        -0x1.54ad03f27ca17p-1,
        0x1.89d3abe1f95aep-1
    };

    private final Exponential exponential = new Exponential();
    private final double[] high = new double[Exponential.LENGTH];
    private final double[] low = new double[Exponential.LENGTH];
    private final double[] sum = new double[Exponential.LENGTH];
    private final double[] spare = new double[Exponential.LENGTH];

    /** tail[i] := Φ(−|x[i]|) and density[i] := e^(−x[i]²/2)/√(2π); the three arrays are different ones. */
    public void tailAndDensity(double[] x, double[] tail, double[] density, int count) {
        for (int i = 0; i < count; i++) {
            double a = Math.min(Math.abs(x[i]), FARTHEST);
            double shifted = SPLITTER * a;
            double upper = shifted - (shifted - a);
            high[i] = -0.5 * (upper * upper);
            low[i] = -0.5 * ((a - upper) * (a + upper));
            tail[i] = a;
        }
        exponential.expOfSum(high, low, density, count);
        for (int i = 0; i < count; i++) {
            double inverse = 1 / (tail[i] + CENTRE);
            high[i] = inverse;
            low[i] = (tail[i] - CENTRE) * inverse;
        }
        Polynomial.evaluate(POLYNOMIAL, low, sum, spare, count);
        for (int i = 0; i < count; i++) {
            tail[i] = density[i] * (sum[i] * high[i]);
            density[i] *= PEAK;
        }
    }
}
