package io.flatness.networks.tile;

/** eˣ in plain arithmetic: the same bits everywhere, and faster than {@link StrictMath}. */
public final class Exponential {
    private static final double PER_LOG_2 = 1 / Math.log(2);

    /** log 2 in two parts: multiples of the first up to 2¹⁰ are exact. */
    private static final double LOG_2_HIGH = 0x1.62e42fep-1;

    private static final double LOG_2_LOW = 0x1.f473de6af278fp-30;

    /** 1/n! from n = 13 down to 2. */
    private static final double[] TAYLOR = new double[12];

    static {
        double factorial = 1;
        for (int n = 2; n <= 13; n++) {
            factorial *= n;
            TAYLOR[13 - n] = 1 / factorial;
        }
    }

    private Exponential() {}

    /**
     * eˣ for x ≤ 0, with a relative error below 4e-16; 0 below −708.
     *
     * <p>eˣ = 2ᵏ eʳ with |r| ≤ ½ log 2 and eʳ by its Taylor polynomial of degree 13.
     */
    public static double ofNegative(double x) {
        if (!(x >= -708)) {
            return Double.isNaN(x) ? x : 0;
        }
        double k = Math.rint(x * PER_LOG_2);
        double r = (x - k * LOG_2_HIGH) - k * LOG_2_LOW;
        double sum = TAYLOR[0];
        for (int i = 1; i < TAYLOR.length; i++) {
            sum = sum * r + TAYLOR[i];
        }
        double power = Double.longBitsToDouble(((long) k + 1023) << 52);
        return (1 + (r + r * r * sum)) * power;
    }
}
