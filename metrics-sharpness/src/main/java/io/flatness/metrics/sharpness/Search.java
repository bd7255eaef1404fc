package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Ascent.Peak;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Many ascents from chosen and random starts, and what they have in common. */
final class Search {
    private static final double SAME = 1e-6;

    private final Neighbourhood neighbourhood;
    private final long budget;
    private final List<double[]> starts = new ArrayList<>();
    private final List<Peak> peaks = new ArrayList<>();

    Search(Neighbourhood neighbourhood, long budget) {
        this.neighbourhood = neighbourhood;
        this.budget = budget;
    }

    /** Adds a start in the coordinates of the chart. */
    void from(double[] z) {
        starts.add(z);
    }

    /** Adds a direction both ways, out to the boundary. */
    void fromBothEnds(double[] direction) {
        double norm = neighbourhood.norm().of(direction);
        if (norm > 0 && Double.isFinite(norm)) {
            starts.add(scaled(direction, 1 / norm));
            starts.add(scaled(direction, -1 / norm));
        }
    }

    /** Adds random directions, uniform on the sphere for the Euclidean norm and on the corners of a box otherwise. */
    void fromRandom(int count, MetricContext context) {
        for (int k = 0; k < count; k++) {
            RandomGenerator random = context.random("start-" + k);
            double[] z = new double[neighbourhood.chart().size()];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextGaussian();
            }
            starts.add(neighbourhood.norm().steepest(z));
        }
    }

    /** Climbs from every start within the budget, shared evenly; the best then goes on with what is left. */
    Found run(MetricContext context) {
        Ascent ascent = new Ascent(neighbourhood);
        for (int k = 0; k < starts.size(); k++) {
            context.checkCancelled();
            long left = budget - neighbourhood.evaluations();
            long share = left / (starts.size() - k);
            if (share < 2L * Neighbourhood.GRADIENT_COST) {
                break;
            }
            peaks.add(ascent.climb(starts.get(k), neighbourhood.evaluations() + share));
            context.progress((k + 1.0) / starts.size(), "ascents");
        }
        Peak best = new Peak(new double[neighbourhood.chart().size()], 0, peaks.isEmpty());
        for (Peak peak : peaks) {
            if (peak.rise() > best.rise()) {
                best = peak;
            }
        }
        if (!best.converged() && !peaks.isEmpty()) {
            Peak further = ascent.climb(best.z(), budget);
            best = further.rise() >= best.rise() ? further : best;
        }
        return new Found(best, distinct(), agreeing(best), peaks.size());
    }

    /**
     * What the ascents found.
     *
     * @param best the highest maximum; z = 0 when nothing rises
     * @param distinct number of different heights among the converged ascents
     * @param agreeing fraction of the ascents within 1e-6 of the best
     * @param ascents how many were made
     */
    record Found(Peak best, int distinct, double agreeing, int ascents) {}

    private int distinct() {
        double[] heights = peaks.stream()
                .filter(Peak::converged)
                .mapToDouble(Peak::rise)
                .sorted()
                .toArray();
        int count = heights.length == 0 ? 0 : 1;
        for (int k = 1; k < heights.length; k++) {
            if (heights[k] - heights[k - 1] > SAME * Math.abs(heights[k])) {
                count++;
            }
        }
        return count;
    }

    private double agreeing(Peak best) {
        if (peaks.isEmpty()) {
            return 0;
        }
        long count = peaks.stream()
                .filter(peak -> peak.rise() >= best.rise() - SAME * Math.abs(best.rise()))
                .count();
        return (double) count / peaks.size();
    }

    private static double[] scaled(double[] x, double factor) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = factor * x[i];
        }
        return y;
    }
}
