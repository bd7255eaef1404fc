package io.flatness.networks.tile;

import org.jspecify.annotations.Nullable;

/** What of the arithmetic on float elements is not the arithmetic on double elements with another type. */
abstract sealed class FloatElements implements Arithmetic<float[]> permits FloatArithmetic {
    /** As that of the doubles: twice this factor lifts every positive number to 1 or more. */
    static final float LARGE = 0x1p120f;

    /** The element nearest to a value. */
    static float element(double value) {
        return (float) value;
    }

    /** The value of an element. */
    static double wide(float element) {
        return element;
    }

    @Override
    public final float[] allocate(int length) {
        return new float[length];
    }

    @Override
    public final float[] @Nullable [] places(int count) {
        return new float[count][];
    }

    @Override
    public final int bytes() {
        return Float.BYTES;
    }

    @Override
    public final void narrow(double[] from, int start, float[] into, int to, int length) {
        for (int i = 0; i < length; i++) {
            into[to + i] = (float) from[start + i];
        }
    }

    @Override
    public final void widen(float[] from, int start, double[] into, int to, int length) {
        for (int i = 0; i < length; i++) {
            into[to + i] = from[start + i];
        }
    }

    @Override
    public final void widenAndAdd(float[] from, double[] into, int length) {
        for (int i = 0; i < length; i++) {
            into[i] += from[i];
        }
    }

    @Override
    public final boolean rounds() {
        return true;
    }

    @Override
    public final float[] rounded(double[] values, float[] space) {
        narrow(values, 0, space, 0, values.length);
        return space;
    }

    @Override
    public final void slopes(float[] sign, float[] out, int length, double slope, double atZero) {
        int one = Float.floatToRawIntBits(1);
        int below = Float.floatToRawIntBits((float) slope);
        int between = Float.floatToRawIntBits((float) atZero);
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(sign[i]);
            int magnitude = bits << 1;
            int zero = ~((magnitude | -magnitude) >> 31);
            int negative = bits >> 31 & ~zero;
            int positive = ~(bits >> 31 | zero);
            out[i] = Float.intBitsToFloat(positive & one | negative & below | zero & between);
        }
    }
}
