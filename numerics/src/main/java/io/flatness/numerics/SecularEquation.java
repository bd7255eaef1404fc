package io.flatness.numerics;

/**
 * The trust-region problem in the eigenbasis: maximize Σ aᵢuᵢ + ½ bᵢuᵢ² over ‖u‖ ≤ 1, after scaling by the radius and by
 * the largest coefficient so that no unit matters.
 *
 * <p>With μ = max(0, b₁) + t the solution is uᵢ = aᵢ/(t + δᵢ), and t solves ‖u(t)‖ = 1. Working in t keeps full relative
 * accuracy near the top eigenvalue.
 */
final class SecularEquation {
    private static final int MAX_ITERATIONS = 400;

    private final double[] a;
    private final double[] delta;
    private final double[] step;
    private final double gain;
    private final double multiplier;
    private final boolean onBoundary;
    private boolean hardCase;

    /**
     * Solves the problem.
     *
     * @param eigenvalues descending
     * @param g the gradient in the eigenbasis
     */
    SecularEquation(double[] eigenvalues, double[] g, double radius) {
        int n = g.length;
        double[] b = new double[n];
        a = new double[n];
        delta = new double[n];
        double unit = 0;
        for (int i = 0; i < n; i++) {
            a[i] = g[i] * radius;
            b[i] = eigenvalues[i] * radius * radius;
            unit = Math.max(unit, Math.max(Math.abs(a[i]), Math.abs(b[i])));
        }
        if (unit == 0) {
            step = new double[n];
            gain = 0;
            multiplier = 0;
            onBoundary = false;
            return;
        }
        for (int i = 0; i < n; i++) {
            a[i] /= unit;
            b[i] /= unit;
        }
        double base = Math.max(0, b[0]);
        for (int i = 0; i < n; i++) {
            delta[i] = base - b[i];
        }
        double t = root();
        double[] u = solution(t);
        boolean interior = t == 0 && b[0] < 0;
        if (t == 0 && !interior) {
            double length = Vectors.norm(u);
            double rest = Math.sqrt(Math.max(0, (1 - length) * (1 + length)));
            hardCase = rest > 0;
            u[0] += rest;
        }
        double sum = 0;
        step = new double[n];
        for (int i = 0; i < n; i++) {
            sum += u[i] * (a[i] + 0.5 * b[i] * u[i]);
            step[i] = radius * u[i];
        }
        gain = unit * sum;
        multiplier = unit * ((base + t) / radius) / radius;
        onBoundary = !interior;
    }

    /** t ≥ 0 with ‖u(t)‖ = 1, or 0 where already ‖u(0)‖ ≤ 1. */
    private double root() {
        if (Vectors.norm(solution(0)) <= 1) {
            return 0;
        }
        double low = 0;
        double high = 0;
        for (int i = 0; i < a.length; i++) {
            low = Math.max(low, Math.abs(a[i]) - delta[i]);
            high = Math.max(high, Math.abs(a[i]));
        }
        high *= Math.sqrt(a.length);
        double t = low > 0 ? low : Double.MIN_NORMAL;
        for (int iteration = 0; iteration < MAX_ITERATIONS && low < high; iteration++) {
            double[] u = solution(t);
            double length = Vectors.norm(u);
            double slope = 0;
            if (length > 1) {
                low = t;
            } else {
                high = t;
            }
            for (int i = 0; i < u.length; i++) {
                slope += u[i] / length * (u[i] / length) / (t + delta[i]);
            }
            // Newton on 1/‖u‖ − 1, which is nearly linear in t.
            double next = t + (length - 1) / slope;
            if (!(next > low && next < high)) {
                // In logarithms: t may span hundreds of decades when g is tiny.
                next = low > 0 ? Math.sqrt(low) * Math.sqrt(high) : high * 1e-8;
            }
            if (Math.abs(next - t) <= 0x1p-52 * t) {
                return next;
            }
            t = next;
        }
        return t;
    }

    private double[] solution(double t) {
        double[] u = new double[a.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = a[i] == 0 ? 0 : a[i] / (t + delta[i]);
        }
        return u;
    }

    double[] step() {
        return step;
    }

    double gain() {
        return gain;
    }

    double multiplier() {
        return multiplier;
    }

    boolean onBoundary() {
        return onBoundary;
    }

    boolean hardCase() {
        return hardCase;
    }
}
