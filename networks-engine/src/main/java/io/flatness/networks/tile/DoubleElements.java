package io.flatness.networks.tile;

import org.jspecify.annotations.Nullable;

/** What of the arithmetic on double elements is not the arithmetic on float elements with another type. */
abstract sealed class DoubleElements implements Arithmetic<double[]> permits DoubleArithmetic {
    /**
     * Twice this factor lifts every positive number to 1 or more. Signs of ReLUs are as good as random: a branch, or
     * what the compiler makes of {@code ?:}, costs ten times the arithmetic.
     */
    static final double LARGE = 0x1p1000;

    /** The element nearest to a value. */
    static double element(double value) {
        return value;
    }

    /** The value of an element. */
    static double wide(double element) {
        return element;
    }

    @Override
    public final double[] allocate(int length) {
        return new double[length];
    }

    @Override
    public final double[] @Nullable [] places(int count) {
        return new double[count][];
    }

    @Override
    public final int bytes() {
        return Double.BYTES;
    }

    @Override
    public final void narrow(double[] from, int start, double[] into, int to, int length) {
        System.arraycopy(from, start, into, to, length);
    }

    @Override
    public final void widen(double[] from, int start, double[] into, int to, int length) {
        System.arraycopy(from, start, into, to, length);
    }

    @Override
    public final void widenAndAdd(double[] from, double[] into, int length) {
        for (int i = 0; i < length; i++) {
            into[i] += from[i];
        }
    }

    @Override
    public final boolean rounds() {
        return false;
    }

    @Override
    public final double[] rounded(double[] values, double[] space) {
        return values;
    }

    @Override
    public final void slopes(double[] sign, double[] out, int length, double slope, double atZero) {
        long one = Double.doubleToRawLongBits(1);
        long below = Double.doubleToRawLongBits(slope);
        long between = Double.doubleToRawLongBits(atZero);
        for (int i = 0; i < length; i++) {
            long bits = Double.doubleToRawLongBits(sign[i]);
            long magnitude = bits << 1;
            long zero = ~((magnitude | -magnitude) >> 63);
            long negative = bits >> 63 & ~zero;
            long positive = ~(bits >> 63 | zero);
            out[i] = Double.longBitsToDouble(positive & one | negative & below | zero & between);
        }
    }
}
