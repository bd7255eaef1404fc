package io.flatness.networks.problem;

/**
 * An interval of numbers with the operations that the formulas need, rounded outward.
 *
 * @param low the smaller end
 * @param high the larger end
 */
record Range(double low, double high) {
    static Range around(double center, double radius) {
        return radius == 0 ? new Range(center, center) : outward(center - radius, center + radius);
    }

    Range plus(Range other) {
        return outward(low + other.low, high + other.high);
    }

    Range plus(double number) {
        return outward(low + number, high + number);
    }

    Range minus(Range other) {
        return outward(low - other.high, high - other.low);
    }

    Range times(double number) {
        return number < 0 ? outward(high * number, low * number) : outward(low * number, high * number);
    }

    Range times(Range other) {
        double a = low * other.low;
        double b = low * other.high;
        double c = high * other.low;
        double d = high * other.high;
        return outward(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    /** x² of one x: never negative. */
    Range square() {
        double near = low > 0 ? low : high < 0 ? high : 0;
        double far = Math.max(-low, high);
        return new Range(Math.max(0, Math.nextDown(near * near)), Math.nextUp(far * far));
    }

    /** max(x, 0). */
    Range rectified() {
        return new Range(Math.max(0, low), Math.max(0, high));
    }

    /** sin² πx. */
    Range squaredSine() {
        boolean whole = Math.floor(high) >= low;
        boolean half = Math.floor(high - 0.5) + 0.5 >= low;
        double atLow = squaredSine(low);
        double atHigh = squaredSine(high);
        // 1e-15: the rounding of a sine and a square
        return new Range(
                whole ? 0 : Math.max(0, Math.min(atLow, atHigh) - 1e-15),
                half ? 1 : Math.min(1, Math.max(atLow, atHigh) + 1e-15));
    }

    private static double squaredSine(double x) {
        double s = StrictMath.sin(Math.PI * (x - Math.rint(x)));
        return s * s;
    }

    private static Range outward(double low, double high) {
        return new Range(Math.nextDown(low), Math.nextUp(high));
    }
}
