package io.flatness.metrics.volume;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;

/**
 * The set {L &lt; L(θ) + ε} seen from θ (Definition 1): strict, and one-sided, so that points far below L(θ) belong.
 *
 * <p>Not thread-safe: counts what it evaluates.
 */
final class SublevelSet {
    /** Loss-equivalent cost of one value together with its gradient. */
    static final int GRADIENT_COST = 3;

    private final LossSurface surface;
    private final double[] theta;
    private final double epsilon;
    private final double level;
    private final double[] scratch;
    private final double[] slope;
    private long evaluations;

    private SublevelSet(LossSurface surface, double[] theta, double epsilon, double level) {
        this.surface = surface;
        this.theta = theta;
        this.epsilon = epsilon;
        this.level = level;
        this.scratch = new double[theta.length];
        this.slope = new double[theta.length];
    }

    /**
     * The set around a minimum.
     *
     * @throws MeasurementException when the loss is not finite there or ε is lost in its rounding
     */
    static SublevelSet around(Minimum minimum, double epsilon) {
        double loss = minimum.surface().value(minimum.theta());
        if (!Double.isFinite(loss)) {
            throw new MeasurementException("the loss at the point is " + loss + "; a sublevel set needs a finite loss");
        }
        double level = loss + epsilon;
        if (epsilon < 16 * Math.ulp(loss) || !Double.isFinite(level)) {
            throw new MeasurementException("epsilon " + epsilon + " is lost in the rounding of the loss " + loss
                    + "; take epsilon above " + 16 * Math.ulp(loss));
        }
        SublevelSet set = new SublevelSet(minimum.surface(), minimum.theta(), epsilon, level);
        set.evaluations = 1;
        return set;
    }

    /** The same set with a counter of its own, for another thread. */
    SublevelSet fork() {
        return new SublevelSet(surface, theta, epsilon, level);
    }

    int dimension() {
        return theta.length;
    }

    double epsilon() {
        return epsilon;
    }

    /** L(θ) + ε. */
    double level() {
        return level;
    }

    double[] theta() {
        return theta;
    }

    LossSurface surface() {
        return surface;
    }

    /** Loss-equivalent evaluations so far. */
    long evaluations() {
        return evaluations;
    }

    /** L(x) − (L(θ) + ε): negative inside, +∞ where the loss has no value. */
    double excess(double[] x) {
        evaluations++;
        double value = surface.value(x);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value - level;
    }

    /** The excess at θ + t·direction. */
    double excess(double[] direction, double t) {
        return excess(point(direction, t));
    }

    /** d/dt L(θ + t·direction). */
    double slope(double[] direction, double t) {
        evaluations += GRADIENT_COST;
        surface.valueAndGradient(point(direction, t), slope);
        double sum = 0;
        for (int i = 0; i < slope.length; i++) {
            sum += slope[i] * direction[i];
        }
        return sum;
    }

    /** ∇L(x), as a new array. */
    double[] gradient(double[] x) {
        evaluations += GRADIENT_COST;
        return surface.gradient(x);
    }

    /** The width of the level's rounding: excesses smaller than this are zero. */
    double rounding() {
        return 4 * Math.ulp(level);
    }

    private double[] point(double[] direction, double t) {
        for (int i = 0; i < theta.length; i++) {
            scratch[i] = theta[i] + t * direction[i];
        }
        return scratch;
    }
}
