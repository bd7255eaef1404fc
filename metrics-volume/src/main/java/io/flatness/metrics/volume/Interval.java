package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;

/** The volume in one dimension: the interval around the point, exact up to rounding. */
final class Interval {
    private static final int STEPS = 128;
    private static final double REACH = 1e9;

    private Interval() {}

    static Measurement measure(SublevelSet set) {
        RayExit.Exit right = new RayExit(set, new double[] {1}, STEPS, REACH).find();
        RayExit.Exit left = new RayExit(set, new double[] {-1}, STEPS, REACH).find();
        double length = left.distance() + right.distance();
        double theta = set.theta()[0];
        boolean bounded = left.bounded() && right.bounded();
        Measurement found = bounded ? Measurement.exact(Math.log(length)) : Measurement.lowerBound(Math.log(length));
        if (!bounded) {
            found = found.remark("the set did not end within the distance searched "
                    + (left.bounded() ? "to the right" : right.bounded() ? "to the left" : "on either side")
                    + "; the length is that of the part seen");
        }
        return found.with("volume", length)
                .with("interval", new double[] {theta - left.distance(), theta + right.distance()})
                .with("bounded", bounded)
                .with("method", "interval")
                .with("evaluations", set.evaluations());
    }
}
