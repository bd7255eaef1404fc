package io.flatness.transforms;

/**
 * ψ(r) = (r² + b)^a r of Figure 5, increasing and onto for a > −1/2, b ≥ 0.
 *
 * <p>With b = 0 and a ≠ 0 the slope at 0 is 0 or infinite: no change of coordinates there.
 */
record PowerProfile(double a, double b) implements Profile {
    private static final int NEWTON_STEPS = 200;

    /** log(r² + b) from x = log r, without squaring r. */
    private double logSum(double x) {
        if (b == 0) {
            return 2 * x;
        }
        double logB = StrictMath.log(b);
        return Math.max(2 * x, logB) + StrictMath.log1p(StrictMath.exp(-Math.abs(2 * x - logB)));
    }

    /** r²/(r² + b), in [0, 1]. */
    private double share(double r) {
        return b == 0 ? 1 : 1 / (1 + b / r / r);
    }

    /** (r² + b)^a. */
    private double factor(double r) {
        double sum = r * r + b;
        boolean safe = sum > 1e-290 && sum < 1e290 || r == 0;
        return safe ? StrictMath.pow(sum, a) : StrictMath.exp(a * logSum(StrictMath.log(r)));
    }

    @Override
    public double value(double r) {
        return r == 0 ? 0 : factor(r) * r;
    }

    @Override
    public double slope(double r) {
        return factor(r) * (r == 0 && b > 0 ? 1 : 1 + 2 * a * share(r));
    }

    @Override
    public double excess(double r) {
        return r == 0 ? 0 : factor(r) * 2 * a * share(r);
    }

    /** With s = r²/(r² + b): ψ'' = (r² + b)^a · 2as(3 + 2(a − 1)s)/r. */
    @Override
    public double curvature(double r) {
        if (r == 0) {
            return 0;
        }
        double share = share(r);
        return factor(r) * 2 * a * share * (3 + 2 * (a - 1) * share) / r;
    }

    /** Newton's method in x = log r, where the slope lies between 1 and 1 + 2a, inside a shrinking bracket. */
    @Override
    public double inverse(double s) {
        if (s == 0) {
            return 0;
        }
        if (b == 0) {
            return StrictMath.pow(s, 1 / (1 + 2 * a));
        }
        double target = StrictMath.log(s);
        // Replacing log(r² + b) by the larger of its two parts, off by log 2 at most, gives two straight lines.
        double near = target - a * StrictMath.log(b);
        double far = target / (1 + 2 * a);
        double margin = Math.abs(a) / Math.min(1, 1 + 2 * a) + 1;
        double low = Math.min(near, far) - margin;
        double high = Math.max(near, far) + margin;
        double x = near;
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double miss = x + a * logSum(x) - target;
            if (miss > 0) {
                high = x;
            } else {
                low = x;
            }
            double next = x - miss / (1 + 2 * a * share(StrictMath.exp(x)));
            if (!(next >= low && next <= high)) {
                next = low + (high - low) / 2;
            }
            double moved = Math.abs(next - x);
            x = next;
            if (moved <= 1e-9 * Math.max(1, Math.abs(x))) {
                break;
            }
        }
        return polished(StrictMath.exp(x), s);
    }

    /** Newton's method in r itself: the logarithm has lost the last digits. */
    private double polished(double start, double s) {
        double r = start;
        for (int step = 0; step < 3; step++) {
            double slope = slope(r);
            double next = r - (value(r) - s) / slope;
            if (!(next > 0) || Double.isInfinite(next)) {
                return r;
            }
            r = next;
        }
        return r;
    }
}
