package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.loss.BoxBounds;
import java.util.Optional;

/**
 * The volume in one dimension: the interval around the point.
 *
 * <p>{@code exact} where bounds of the loss over boxes prove that there is no exit before the ends found; otherwise an
 * estimate that rests on {@link LineExit#ASSUMPTION}, with the rounding of the ends for its error.
 */
final class Interval {
    private static final double REACH = 0x1p900;
    /** The ends are proved up to this share of the length. */
    private static final double PROVED = 1e-9;

    private final SublevelSet set;
    private final Optional<BoxBounds> bounds;
    private final LineExit.Exit right;
    private final LineExit.Exit left;

    private Interval(SublevelSet set, Optional<BoxBounds> bounds, LineExit.Exit right, LineExit.Exit left) {
        this.set = set;
        this.bounds = bounds;
        this.right = right;
        this.left = left;
    }

    static Measurement measure(SublevelSet set) {
        LineExit.Exit right = new LineExit(set, new double[] {1}, REACH).find();
        LineExit.Exit left = new LineExit(set, new double[] {-1}, REACH).find();
        return new Interval(set, set.surface().as(BoxBounds.class), right, left).measurement();
    }

    private Measurement measurement() {
        double length = left.distance() + right.distance();
        boolean bounded = left.bounded() && right.bounded();
        double theta = set.theta()[0];
        double proved = 0;
        int count = 0;
        if (bounds.isPresent()) {
            ProvedLine line = new ProvedLine(set, bounds.get());
            proved = line.proved(1, right.distance()) + line.proved(-1, left.distance());
            count = line.count();
        }
        return kind(length, bounded, proved)
                .with("volume", proved > 0 && !closes(proved, length) ? proved : length)
                .with("interval", new double[] {theta - left.distance(), theta + right.distance()})
                .with("bounded", bounded)
                .with("provedLength", proved)
                .with("method", "interval")
                .with("evaluations", set.evaluations())
                .with("boundsComputed", count);
    }

    private Measurement kind(double length, boolean bounded, double proved) {
        String open = "the set did not end within the distance searched "
                + (left.bounded() ? "to the right" : right.bounded() ? "to the left" : "on either side");
        if (bounded && closes(proved, length)) {
            return Measurement.exact(Math.log(length));
        }
        if (proved > 0) {
            return Measurement.lowerBound(Math.log(proved))
                    .remark((bounded ? "bounds over boxes leave a gap before the ends found" : open)
                            + "; the length is that of the part proved");
        }
        if (!bounded) {
            return Measurement.undefined(open + "; details.interval is the part seen")
                    .converged(false);
        }
        return Measurement.estimate(Math.log(length), error() / length).remark(LineExit.ASSUMPTION);
    }

    private static boolean closes(double proved, double length) {
        return proved >= length * (1 - PROVED);
    }

    /** What the rounding of the loss and of the ends leaves open of the length. */
    private double error() {
        double theta = set.theta()[0];
        double error = 2 * Math.ulp(Math.abs(theta) + left.distance() + right.distance());
        for (double end : new double[] {right.distance(), -left.distance()}) {
            double slope = Math.abs(set.slope(new double[] {1}, end));
            // Where the slope vanishes the level is met with the curvature.
            double flat = Math.sqrt(set.rounding() / set.epsilon()) * Math.abs(end);
            error += slope > 0 ? Math.min(flat, set.rounding() / slope) : flat;
        }
        return error;
    }
}
