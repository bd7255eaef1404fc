package io.flatness.metrics.volume;

/**
 * log of ∫₀^r t^{n−1} exp(−a t − ½ b t²) dt with b &gt; 0: the Gaussian mass along a ray, in logarithms.
 *
 * <p>The integrand is log-concave: it is integrated by Gauss–Legendre rules on panels around its largest value, where it
 * is above e^{−45} of it; relative error below 1e-12.
 */
final class RadialMass {
    private static final double DEPTH = 45;
    private static final int PANELS = 24;
    /** Positive nodes and weights of the rule of order 8 on [−1, 1]. */
    private static final double[] NODES = {
        0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959, 0.96028985649753623168
    };

    private static final double[] WEIGHTS = {
        0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054, 0.10122853629037625915
    };

    private final int n;
    private final double a;
    private final double b;

    RadialMass(int n, double a, double b) {
        this.n = n;
        this.a = a;
        this.b = b;
    }

    /** The logarithm, for r &gt; 0 up to {@link Double#MAX_VALUE}. */
    double logIntegral(double reach) {
        // (n − 1)/t − a − b t = 0
        double root = Math.sqrt(a * a + 4 * b * (n - 1.0));
        double peak = a > 0 ? 2 * (n - 1.0) / (a + root) : (root - a) / (2 * b);
        // Beyond, the integrand is below e^{−4·DEPTH} of its largest value: its logarithm bends by at least b.
        double r = Math.min(reach, peak + Math.sqrt(8 * DEPTH / b));
        double top = Math.min(r, Math.max(peak, 0));
        if (top == 0) {
            top = Math.min(r, 1e-3 / (Math.abs(a) + Math.sqrt(b)));
        }
        double highest = log(top);
        double left = edge(top, 0, highest);
        double right = edge(top, r, highest);
        double sum = 0;
        double width = (right - left) / PANELS;
        for (int panel = 0; panel < PANELS; panel++) {
            double middle = left + (panel + 0.5) * width;
            for (int k = 0; k < NODES.length; k++) {
                double offset = 0.5 * width * NODES[k];
                sum += WEIGHTS[k]
                        * (Math.exp(log(middle + offset) - highest) + Math.exp(log(middle - offset) - highest));
            }
        }
        return highest + Math.log(sum * 0.5 * width);
    }

    private double log(double t) {
        return (n - 1) * Math.log(t) - a * t - 0.5 * b * t * t;
    }

    /** Where the integrand has fallen to e^{−45} of its largest value on the way to an end; the end where it has not. */
    private double edge(double top, double end, double highest) {
        if (end > 0 && log(end) > highest - DEPTH || end == 0 && n == 1 && 0 > highest - DEPTH) {
            return end;
        }
        double inside = top;
        double outside = end;
        for (int step = 0; step < 80; step++) {
            double middle = 0.5 * (inside + outside);
            if (log(middle) > highest - DEPTH) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }
}
