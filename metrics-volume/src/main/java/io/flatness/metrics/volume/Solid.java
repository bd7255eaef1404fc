package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.BoxBounds;
import java.util.Arrays;
import java.util.Optional;

/**
 * The volume in three dimensions: enclosed from both sides by halving boxes ({@link BoxTree}) where the surface bounds its
 * loss over boxes, otherwise by rays and chains ({@link ComponentVolume}).
 *
 * <p>Of two estimates the better is taken: the middle of the enclosure, whose error is half of its width, and that of rays
 * and chains where it lies in the enclosure. A component that is nowhere closed has the proved part for a lower bound.
 */
final class Solid {
    private static final double TOLERANCE = 2e-2;
    private static final double FIRST_REACH = 1.25;
    private static final double GROWTH = 2.5;
    private static final int GROWTHS = 6;
    private static final double LINE_REACH = 0x1p200;
    /** Of the boxes, for each attempt to hold the component. */
    private static final double COARSE_SHARE = 0.05;

    private final SublevelSet set;
    private final BoxBounds bounds;
    private final int most;
    private final MetricContext context;

    private Solid(SublevelSet set, BoxBounds bounds, int most, MetricContext context) {
        this.set = set;
        this.bounds = bounds;
        this.most = most;
        this.context = context;
    }

    static Measurement measure(SublevelSet set, long budget, MetricContext context) {
        Measurement sampled = ComponentVolume.measure(set, Double.POSITIVE_INFINITY, budget, context);
        Optional<BoxBounds> bounds = set.surface().as(BoxBounds.class);
        if (bounds.isEmpty()) {
            return sampled;
        }
        BoxTree.Enclosure proved = new Solid(set, bounds.get(), BoxTree.most(budget), context).enclose();
        return judged(sampled, proved)
                .with("provedVolume", new double[] {proved.low(), proved.high()})
                .with("boundsComputed", proved.boxes());
    }

    /** A coarse enclosure that the component does not touch the sides of, refined around it. */
    private BoxTree.Enclosure enclose() {
        double[] reach = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double[] direction = new double[3];
            for (int sign = -1; sign <= 1; sign += 2) {
                direction[axis] = sign;
                LineExit.Exit exit = new LineExit(set, direction.clone(), LINE_REACH).find();
                reach[axis] = Math.max(reach[axis], exit.bounded() ? exit.distance() : 0);
            }
        }
        double longest = Arrays.stream(reach).max().orElse(0);
        double most = longest > 0 ? longest : 1;
        BoxTree.Enclosure best = new BoxTree.Enclosure(0, Double.POSITIVE_INFINITY, 0, new double[0], new double[0]);
        double factor = FIRST_REACH;
        for (int growth = 0; growth < GROWTHS; growth++, factor *= GROWTH) {
            double[] low = new double[3];
            double[] high = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                double side = factor * (reach[axis] > 0 ? reach[axis] : most);
                // Not in the middle: neither faces of boxes nor the point meet axes of symmetry.
                low[axis] = set.theta()[axis] - 1.03 * side;
                high[axis] = set.theta()[axis] + 1.07 * side;
            }
            BoxTree.Enclosure coarse = tree(low, high, COARSE_SHARE).enclose(0.5, false, context);
            if (coarse.low() > best.low()) {
                best = coarse;
            }
            if (coarse.high() < Double.POSITIVE_INFINITY) {
                return refined(coarse);
            }
        }
        return best;
    }

    private BoxTree.Enclosure refined(BoxTree.Enclosure coarse) {
        double[] low = coarse.from().clone();
        double[] high = coarse.to().clone();
        for (int axis = 0; axis < 3; axis++) {
            double width = high[axis] - low[axis];
            low[axis] -= 0.013 * width;
            high[axis] += 0.017 * width;
        }
        BoxTree.Enclosure fine = tree(low, high, 1).enclose(0.9 * TOLERANCE, false, context);
        return fine.high() < Double.POSITIVE_INFINITY && fine.high() - fine.low() < coarse.high() - coarse.low()
                ? fine
                : coarse;
    }

    private BoxTree tree(double[] low, double[] high, double share) {
        return new BoxTree(bounds, set, low, high, (int) Math.max(64, share * most));
    }

    private static Measurement judged(Measurement sampled, BoxTree.Enclosure proved) {
        boolean estimated = sampled.kind() == ValueKind.ESTIMATE;
        double low = Math.log(proved.low());
        double high = Math.log(proved.high());
        double middle = 0.5 * (low + high);
        boolean inside = estimated && sampled.value() >= low && sampled.value() <= high;
        if (Double.isFinite(middle)) {
            double error = 0.5 * (high - low);
            Double spread = sampled.standardError();
            return inside && spread != null && spread < error
                    ? sampled
                    : with(sampled, Measurement.estimate(middle, error), "octree")
                            .with("volume", Math.exp(middle));
        }
        if (inside || proved.low() == 0) {
            return sampled;
        }
        return with(
                        sampled,
                        Measurement.lowerBound(low)
                                .remark("boxes prove this part; none closes the component around, and "
                                        + (estimated ? "the estimate lies below it" : sampled.reason())),
                        "octree")
                .with("volume", proved.low());
    }

    private static Measurement with(Measurement sampled, Measurement measured, String method) {
        Measurement described = measured;
        for (var entry : sampled.details().entrySet()) {
            if (!entry.getKey().equals("estimate") && !entry.getKey().equals("estimateStandardError")) {
                described = described.with(entry.getKey(), entry.getValue());
            }
        }
        return described.with("method", method);
    }
}
