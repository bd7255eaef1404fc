package io.flatness.metrics.volume;

import java.util.function.DoubleUnaryOperator;

/**
 * A sign change of a function between two points, by Chandrupatla's hybrid of bisection and inverse quadratic
 * interpolation: the bracket never opens, and shrinks to a few units in the last place.
 *
 * <p>Source: Chandrupatla (1997), Adv. Eng. Software 28.
 */
final class Root {
    private static final int MAX_STEPS = 200;

    private Root() {}

    /**
     * The sign change.
     *
     * @param inside where the function is negative
     * @param outside where it is not, possibly +∞
     */
    static double between(DoubleUnaryOperator f, double inside, double fInside, double outside, double fOutside) {
        return between(f, inside, fInside, outside, fOutside, 0);
    }

    /** The same to within {@code accuracy}, in the unit of the argument. */
    static double between(
            DoubleUnaryOperator f, double inside, double fInside, double outside, double fOutside, double accuracy) {
        double a = outside;
        double fa = fOutside;
        double b = inside;
        double fb = fInside;
        double c = a;
        double fc = fa;
        double t = 0.5;
        for (int step = 0; step < MAX_STEPS; step++) {
            double x = a + t * (b - a);
            double fx = f.applyAsDouble(x);
            if ((fx < 0) == (fa < 0)) {
                c = a;
                fc = fa;
            } else {
                c = b;
                fc = fb;
                b = a;
                fb = fa;
            }
            a = x;
            fa = fx;
            double best = Math.abs(fa) < Math.abs(fb) ? a : b;
            double width = Math.abs(b - a);
            double tolerance = Math.max(accuracy / 2, Math.ulp(best));
            if (fa == 0 || width <= 2 * tolerance) {
                return best;
            }
            t = interpolation(a, fa, b, fb, c, fc);
            double margin = tolerance / width;
            t = Math.min(1 - margin, Math.max(margin, t));
        }
        return 0.5 * (a + b);
    }

    private static double interpolation(double a, double fa, double b, double fb, double c, double fc) {
        if (Double.isInfinite(fa) || Double.isInfinite(fb) || Double.isInfinite(fc)) {
            return 0.5;
        }
        double xi = (a - b) / (c - b);
        double phi = (fa - fb) / (fc - fb);
        if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) {
            return 0.5;
        }
        return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
    }
}
