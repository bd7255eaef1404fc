package io.flatness.numerics;

/**
 * A line search for the strong Wolfe conditions by bracketing and safeguarded cubic interpolation.
 *
 * <p>Near a minimum the differences of f drown in rounding while its gradient still points downhill. Values within
 * {@link #SLACK}·|f| of each other therefore count as equal and the slope alone decides. Source: Nocedal and Wright,
 * Numerical Optimization, §3.5; the slack after Hager and Zhang (2005), SIAM J. Optim. 16.
 */
final class StrongWolfe {
    private static final double SLACK = 0x1p-49;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MAX_EVALUATIONS = 40;

    private final Objective objective;
    private final double[] trial;
    private final double[] trialGradient;
    private int evaluations;
    private double step;
    private double trialValue;

    StrongWolfe(Objective objective, int n) {
        this.objective = objective;
        this.trial = new double[n];
        this.trialGradient = new double[n];
    }

    /** How far values may differ by rounding alone. */
    static double slack(double value) {
        return SLACK * Math.abs(value);
    }

    /**
     * Searches x + t·direction for t &gt; 0.
     *
     * @param slope g·direction, negative
     * @return whether a step was found; {@link #point}, {@link #gradient} and {@link #value} then describe it
     */
    boolean search(double[] x, double value, double[] direction, double slope, double first) {
        double low = 0;
        double lowValue = value;
        double lowSlope = slope;
        double high = Double.POSITIVE_INFINITY;
        double highValue = 0;
        double highSlope = 0;
        step = first;
        for (int evaluation = 0; evaluation < MAX_EVALUATIONS; evaluation++) {
            double trialSlope = evaluate(x, direction);
            boolean finite = Double.isFinite(trialValue) && Double.isFinite(trialSlope);
            if (!finite || trialValue > value + SUFFICIENT_DECREASE * step * slope + slack(value)) {
                high = step;
                highValue = finite ? trialValue : Double.NaN;
                highSlope = trialSlope;
            } else if (Math.abs(trialSlope) <= -CURVATURE * slope) {
                return true;
            } else if (trialSlope < 0) {
                low = step;
                lowValue = trialValue;
                lowSlope = trialSlope;
            } else {
                high = step;
                highValue = trialValue;
                highSlope = trialSlope;
            }
            if (high == Double.POSITIVE_INFINITY) {
                step = low + 4 * Math.max(low, first);
            } else if (high - low <= 0x1p-52 * high) {
                break;
            } else {
                step = between(low, lowValue, lowSlope, high, highValue, highSlope);
            }
        }
        // A kink: no step satisfies the condition on the slope, but the lower end may still be lower than the start.
        if (lowValue >= value - slack(value)) {
            return false;
        }
        step = low;
        evaluate(x, direction);
        return true;
    }

    private double evaluate(double[] x, double[] direction) {
        for (int i = 0; i < x.length; i++) {
            trial[i] = x[i] + step * direction[i];
        }
        trialValue = objective.valueAndGradient(trial, trialGradient);
        evaluations++;
        return Vectors.dot(trialGradient, direction);
    }

    /** The minimizer of the cubic through both ends, kept a tenth of the interval away from them. */
    private static double between(double a, double fa, double da, double b, double fb, double db) {
        double width = b - a;
        double middle = a + 0.5 * width;
        if (Double.isNaN(fb)) {
            return a + 0.1 * width;
        }
        double theta = 3 * (fa - fb) / width + da + db;
        double scale = Math.max(Math.abs(theta), Math.max(Math.abs(da), Math.abs(db)));
        double discriminant = (theta / scale) * (theta / scale) - (da / scale) * (db / scale);
        if (!(discriminant >= 0)) {
            return middle;
        }
        double gamma = scale * Math.sqrt(discriminant);
        double t = b - width * (db + gamma - theta) / (db - da + 2 * gamma);
        if (!Double.isFinite(t)) {
            return middle;
        }
        return Math.max(a + 0.1 * width, Math.min(b - 0.1 * width, t));
    }

    double[] point() {
        return trial;
    }

    double[] gradient() {
        return trialGradient;
    }

    double value() {
        return trialValue;
    }

    int evaluations() {
        return evaluations;
    }
}
