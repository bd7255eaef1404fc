package io.flatness.metrics.sharpness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A grid over the cube [−1, 1]ⁿ, n ≤ 3. */
final class Grid {
    private static final int[] POINTS_A_SIDE = {1, 129, 21, 9};
    private static final int MOST = 12;

    private final int size;
    private final int side;
    private final int points;

    Grid(int size) {
        this.size = size;
        this.side = POINTS_A_SIDE[size];
        this.points = (int) Math.pow(side, size);
    }

    private record Spot(double[] z, double value) {}

    /** How many points it has. */
    int points() {
        return points;
    }

    /**
     * The points that are as high as all beside them, at most twelve, the highest first.
     *
     * @param value at a point, which it may move a little
     */
    List<double[]> maxima(ToDoubleFunction<double[]> value) {
        Spot[] spots = new Spot[points];
        for (int k = 0; k < points; k++) {
            double[] z = new double[size];
            for (int i = 0, rest = k; i < size; i++, rest /= side) {
                z[i] = 2.0 * (rest % side) / (side - 1) - 1;
            }
            double height = value.applyAsDouble(z);
            spots[k] = new Spot(z, Double.isNaN(height) ? Double.NEGATIVE_INFINITY : height);
        }
        List<Spot> maxima = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            if (isMaximum(spots, k)) {
                maxima.add(spots[k]);
            }
        }
        return maxima.stream()
                .sorted(Comparator.comparingDouble(Spot::value).reversed())
                .limit(MOST)
                .map(Spot::z)
                .toList();
    }

    private boolean isMaximum(Spot[] spots, int k) {
        int around = (int) Math.pow(3, size);
        for (int step = 0; step < around; step++) {
            int other = 0;
            boolean inside = true;
            for (int i = 0, rest = k, way = step, stride = 1; i < size; i++, rest /= side, way /= 3, stride *= side) {
                int at = rest % side + way % 3 - 1;
                inside &= at >= 0 && at < side;
                other += at * stride;
            }
            if (inside && spots[other].value() > spots[k].value()) {
                return false;
            }
        }
        return true;
    }
}
