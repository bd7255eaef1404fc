package io.flatness.numerics;

import io.flatness.numerics.RescalingGroup.Generator;
import java.util.Arrays;
import java.util.List;

/**
 * Bounds on the logarithmic coordinates of all points of an orbit whose Hessian has a spectral norm of at most a level:
 * every diagonal entry is at most the norm, so that Σ_v e_kv x_v ≥ ½ (log |H_kk| − level) for every parameter k.
 *
 * @param low lower bounds, −∞ where there is none
 * @param high upper bounds, +∞ where there is none
 */
record OrbitBox(double[] low, double[] high) {
    private static final int MAX_SWEEPS = 100;
    /** Bounds are widened by this share, far above the rounding of the sums that lead to them. */
    private static final double WIDER = 1e-9;

    /**
     * Tightens intervals against the inequalities, coordinate by coordinate, until nothing moves.
     *
     * @param diagonal H_kk; an entry of 0 says nothing
     */
    static OrbitBox below(double logLevel, double[] diagonal, List<Generator> coordinates) {
        double[] low = new double[coordinates.size()];
        double[] high = new double[low.length];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        OrbitBox box = new OrbitBox(low, high);
        Sums sums = box.new Sums(logLevel, diagonal, coordinates);
        for (int sweep = 0; sweep < MAX_SWEEPS && sums.tighten(); sweep++) {
            // until nothing moves
        }
        return box;
    }

    /** For every parameter the largest value that Σ_v e_kv x_v can take: what is finite of it, and how much is not. */
    private final class Sums {
        private final double[] needed;
        private final List<Generator> coordinates;
        private final double[] finite;
        private final int[] open;

        Sums(double logLevel, double[] diagonal, List<Generator> coordinates) {
            this.coordinates = coordinates;
            needed = Arrays.stream(diagonal)
                    .map(h -> 0.5 * (Math.log(Math.abs(h)) - logLevel))
                    .toArray();
            finite = new double[diagonal.length];
            open = new int[diagonal.length];
            for (Generator coordinate : coordinates) {
                for (int parameter : coordinate.parameters()) {
                    open[parameter]++;
                }
            }
        }

        boolean tighten() {
            boolean moved = false;
            for (int v = 0; v < low.length; v++) {
                double below = low[v];
                double above = high[v];
                Generator coordinate = coordinates.get(v);
                for (int m = 0; m < coordinate.parameters().length; m++) {
                    int k = coordinate.parameters()[m];
                    double exponent = coordinate.exponents()[m];
                    double own = exponent * (exponent > 0 ? high[v] : low[v]);
                    boolean alone = Double.isInfinite(own);
                    if (Double.isInfinite(needed[k]) || open[k] > (alone ? 1 : 0)) {
                        continue;
                    }
                    double bound = (needed[k] - (finite[k] - (alone ? 0 : own))) / exponent;
                    double margin = WIDER * (1 + Math.abs(bound));
                    below = exponent > 0 ? Math.max(below, bound - margin) : below;
                    above = exponent < 0 ? Math.min(above, bound + margin) : above;
                }
                moved |= move(v, below, above);
            }
            return moved;
        }

        private boolean move(int v, double below, double above) {
            boolean moved = below > low[v] + WIDER || above < high[v] - WIDER;
            if (moved) {
                count(v, -1);
                low[v] = below;
                high[v] = above;
                count(v, 1);
            }
            return moved;
        }

        private void count(int v, int sign) {
            Generator coordinate = coordinates.get(v);
            for (int m = 0; m < coordinate.parameters().length; m++) {
                double exponent = coordinate.exponents()[m];
                double own = exponent * (exponent > 0 ? high[v] : low[v]);
                if (Double.isInfinite(own)) {
                    open[coordinate.parameters()[m]] += sign;
                } else {
                    finite[coordinate.parameters()[m]] += sign * own;
                }
            }
        }
    }

    /**
     * How far a convex function can lie lower anywhere in the box than at x.
     *
     * @param slopes a subgradient at x
     * @param uncertainty by how much each of them may be wrong
     */
    double drop(double[] slopes, double[] uncertainty, double[] x) {
        double drop = 0;
        for (int v = 0; v < x.length; v++) {
            double down = Math.max(0, slopes[v] + uncertainty[v]);
            double up = Math.max(0, uncertainty[v] - slopes[v]);
            drop += Math.max(
                    down == 0 ? 0 : down * Math.max(0, x[v] - low[v]), up == 0 ? 0 : up * Math.max(0, high[v] - x[v]));
        }
        return drop;
    }
}
