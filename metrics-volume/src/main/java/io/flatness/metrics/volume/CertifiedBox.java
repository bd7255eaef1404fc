package io.flatness.metrics.volume;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.Optional;

/**
 * The largest cube around θ of which interval arithmetic proves that it lies in {L &lt; L(θ) + ε}.
 *
 * <p>A cube is connected and holds θ, so it lies in the component of Definition 1; sampling could not prove that.
 *
 * @param radius half the side, to 1e-10 of the largest that the bounds can prove, or to 1 % where a bound is costly
 * @param level L(θ) + ε
 * @param bounds how many boxes were bounded
 */
record CertifiedBox(double radius, double level, long bounds) {
    private static final double PRECISION = 1e-10;
    /** Where a bound costs more parameters times samples than this, a hundredth of the radius is enough. */
    private static final long COSTLY = 20_000_000;

    private static final int SUBSAMPLE = 100;
    private static final double COARSE = 0.01;
    private static final int MOST_CORRECTIONS = 12;

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
        Optional<EmpiricalRisk> risk = minimum.surface().as(EmpiricalRisk.class);
        if (risk.isPresent() && (long) risk.get().sampleCount() * minimum.theta().length > COSTLY) {
            return aroundMany(minimum, risk.get(), bounds, epsilon);
        }
        return search(minimum, bounds, epsilon);
    }

    /**
     * The same in a few bounds over all samples: a search over some of them tells where to look, and how steeply the bound
     * rises there.
     */
    private static CertifiedBox aroundMany(Minimum minimum, EmpiricalRisk risk, BoxBounds bounds, double epsilon) {
        int[] some = new int[SUBSAMPLE];
        for (int i = 0; i < SUBSAMPLE; i++) {
            some[i] = (int) ((long) i * risk.sampleCount() / SUBSAMPLE);
        }
        EmpiricalRisk part = risk.restrictedTo(some);
        Minimum ofPart = new Minimum(part, minimum.theta());
        Optional<BoxBounds> ofSome = part.as(BoxBounds.class);
        if (ofSome.isEmpty()) {
            return search(minimum, bounds, epsilon);
        }
        double guess = search(ofPart, ofSome.get(), epsilon).radius();
        SublevelSet set = SublevelSet.around(minimum, epsilon);
        double loss = set.level() - epsilon;
        Search search = new Search(bounds, minimum.theta(), loss, epsilon);
        double proved = 0;
        double refuted = Double.POSITIVE_INFINITY;
        double radius = guess;
        for (int k = 0; k < MOST_CORRECTIONS && !(refuted <= proved * (1 + COARSE)); k++) {
            double excess = search.excess(radius);
            if (excess < 0) {
                proved = Math.max(proved, radius);
            } else {
                refuted = Math.min(refuted, radius);
            }
            if (proved > 0 && Math.abs(excess) < COARSE && excess < 0) {
                break;
            }
            // The bound rises about as the radius: in logarithms with a slope of one or more.
            double next = Double.isInfinite(excess) ? radius / 4 : radius * Math.exp(-excess - COARSE / 2);
            boolean inside = next > proved && next < refuted;
            double middle = refuted == Double.POSITIVE_INFINITY
                    ? 2 * proved
                    : proved == 0 ? refuted / 4 : Math.sqrt(proved * refuted);
            radius = inside ? next : middle;
        }
        if (proved == 0) {
            return search(minimum, bounds, epsilon);
        }
        return new CertifiedBox(proved, set.level(), search.count);
    }

    private static CertifiedBox search(Minimum minimum, BoxBounds bounds, double epsilon) {
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
