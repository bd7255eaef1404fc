package io.flatness.metrics.invariant;

import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Generator;
import java.util.Arrays;

/**
 * Bounds on the logarithmic coordinates of all points of an orbit whose Hessian has a spectral norm of at most a level:
 * every diagonal entry is at most the norm, so that Σ_v e_kv x_v ≥ ½ (log |H_kk| − level) for every parameter k.
 *
 * @param low lower bounds, −∞ where there is none
 * @param high upper bounds, +∞ where there is none
 */
record OrbitBox(double[] low, double[] high) {
    private static final int MAX_ROUNDS = 200;

    /** Tightens intervals against the inequalities until nothing moves. */
    static OrbitBox below(double logLevel, double[] diagonal, RescalingGroup orbit) {
        int size = orbit.dimension();
        double[] low = new double[size];
        double[] high = new double[size];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        OrbitBox box = new OrbitBox(low, high);
        for (int round = 0; round < MAX_ROUNDS && box.tighten(logLevel, diagonal, orbit); round++) {
            // until nothing moves
        }
        return box;
    }

    private boolean tighten(double logLevel, double[] diagonal, RescalingGroup orbit) {
        // The largest value that the sum over all coordinates can take, parameter by parameter, and what is infinite in
        // it.
        double[] most = new double[diagonal.length];
        int[] open = new int[diagonal.length];
        for (int v = 0; v < low.length; v++) {
            Generator coordinate = orbit.generators().get(v);
            for (int m = 0; m < coordinate.parameters().length; m++) {
                double part = largest(v, coordinate.exponents()[m]);
                if (Double.isInfinite(part)) {
                    open[coordinate.parameters()[m]]++;
                } else {
                    most[coordinate.parameters()[m]] += part;
                }
            }
        }
        boolean moved = false;
        for (int v = 0; v < low.length; v++) {
            Generator coordinate = orbit.generators().get(v);
            for (int m = 0; m < coordinate.parameters().length; m++) {
                int k = coordinate.parameters()[m];
                double exponent = coordinate.exponents()[m];
                if (diagonal[k] == 0) {
                    continue;
                }
                double own = largest(v, exponent);
                if (open[k] > (Double.isInfinite(own) ? 1 : 0)) {
                    continue;
                }
                double others = most[k] - (Double.isInfinite(own) ? 0 : own);
                double bound = (0.5 * (Math.log(Math.abs(diagonal[k])) - logLevel) - others) / exponent;
                if (exponent > 0 && bound > low[v] + 1e-12 * Math.max(1, Math.abs(bound))) {
                    low[v] = bound;
                    moved = true;
                } else if (exponent < 0 && bound < high[v] - 1e-12 * Math.max(1, Math.abs(bound))) {
                    high[v] = bound;
                    moved = true;
                }
            }
            if (moved) {
                return true;
            }
        }
        return false;
    }

    private double largest(int v, double exponent) {
        return exponent > 0 ? exponent * high[v] : exponent * low[v];
    }

    /** How far a function with this subgradient at x can lie lower anywhere in the box. */
    double drop(double[] subgradient, double[] x) {
        double drop = 0;
        for (int v = 0; v < x.length; v++) {
            double g = subgradient[v];
            if (g != 0) {
                drop += g > 0 ? g * (x[v] - low[v]) : g * (x[v] - high[v]);
            }
        }
        return Math.max(0, drop);
    }
}
