package io.flatness.numerics;

/** The 97.5 % quantile of Student's t: half the width of a 95 % interval in standard errors. */
final class StudentT {
    /** The same for the normal distribution. */
    static final double NORMAL = 1.959963984540054;

    private static final double[] FEW = {Double.NaN, 12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818};

    private StudentT() {}

    /**
     * The quantile for some degrees of freedom, to 1e-3.
     *
     * <p>Source: Abramowitz and Stegun 26.7.5 beyond five degrees of freedom.
     */
    static double quantile(int degreesOfFreedom) {
        if (degreesOfFreedom < FEW.length) {
            return FEW[degreesOfFreedom];
        }
        double z = NORMAL;
        double z2 = z * z;
        double v = degreesOfFreedom;
        double first = z * (z2 + 1) / 4;
        double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
        double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        return z + first / v + second / (v * v) + third / (v * v * v);
    }
}
