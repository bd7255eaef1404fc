package io.flatness.metrics.volume;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;

/**
 * The largest cube around θ of which interval arithmetic proves that it lies in {L &lt; L(θ) + ε}.
 *
 * <p>A cube is connected and holds θ, so it lies in the component of Definition 1; sampling could not prove that.
 *
 * @param radius half the side, to 1e-10 of the largest that the bounds can prove
 * @param level L(θ) + ε
 * @param bounds how many boxes were bounded
 */
record CertifiedBox(double radius, double level, long bounds) {
    private static final double PRECISION = 1e-10;

    /** Finds it, once per point. */
    static CertifiedBox around(Minimum minimum, BoxBounds bounds, double epsilon, MetricContext context) {
        return context.memo(
                "metrics-volume/certified-box/" + epsilon,
                CertifiedBox.class,
                shared -> around(minimum, bounds, epsilon));
    }

    /**
     * Finds it.
     *
     * @throws MeasurementException when no cube can be proved, however small
     */
    static CertifiedBox around(Minimum minimum, BoxBounds bounds, double epsilon) {
        SublevelSet set = SublevelSet.around(minimum, epsilon);
        double loss = minimum.surface().value(minimum.theta());
        Search search = new Search(bounds, minimum.theta(), loss, epsilon);
        double largest = 0;
        for (double v : minimum.theta()) {
            largest = Math.max(largest, Math.abs(v));
        }
        double low = largest == 0 ? 1 : largest;
        double high = low;
        if (search.excess(low) < 0) {
            while (search.excess(high) < 0) {
                low = high;
                high *= 4;
                if (Double.isInfinite(high)) {
                    throw new MeasurementException(
                            "the loss stays below L + epsilon on every box: it does not depend" + " on the parameters");
                }
            }
        } else {
            while (!(search.excess(low) < 0)) {
                high = low;
                low /= 4;
                if (low < largest * 0x1p-60 || low < Double.MIN_NORMAL) {
                    throw new MeasurementException("interval arithmetic proves no box around the point, however small;"
                            + " its rounding is larger than epsilon " + epsilon);
                }
            }
        }
        double root = Math.exp(Root.between(
                logRadius -> search.excess(Math.exp(logRadius)),
                Math.log(low),
                search.excess(low),
                Math.log(high),
                search.excess(high),
                PRECISION / 4));
        double radius = root;
        for (double step = PRECISION / 4; !(search.excess(radius) < 0); step *= 2) {
            radius = Math.max(low, root * (1 - step));
        }
        return new CertifiedBox(radius, loss + set.epsilon(), search.count);
    }

    /** log of the volume of the cube of this radius, (2r)ⁿ. */
    static double logVolume(double radius, int dimension) {
        return dimension * Math.log(2 * radius);
    }

    private static final class Search {
        private final BoxBounds bounds;
        private final double[] theta;
        private final double loss;
        private final double epsilon;
        private long count;

        Search(BoxBounds bounds, double[] theta, double loss, double epsilon) {
            this.bounds = bounds;
            this.theta = theta;
            this.loss = loss;
            this.epsilon = epsilon;
        }

        /** log of how far the bound rises in units of ε: negative when the box is proved to be inside. */
        double excess(double radius) {
            double[] radii = new double[theta.length];
            Arrays.fill(radii, radius);
            count++;
            double bound = bounds.upperBound(theta, radii);
            if (Double.isNaN(bound) || bound == Double.POSITIVE_INFINITY) {
                return Double.POSITIVE_INFINITY;
            }
            if (bound < loss + epsilon) {
                double rise = Math.log((bound - loss) / epsilon);
                return Math.max(-1e3, Math.min(rise, -Double.MIN_NORMAL));
            }
            return Math.max(Double.MIN_NORMAL, Math.log((bound - loss) / epsilon));
        }
    }
}
