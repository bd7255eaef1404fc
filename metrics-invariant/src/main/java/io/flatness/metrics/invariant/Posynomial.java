package io.flatness.metrics.invariant;

import io.flatness.metrics.invariant.Orbit.Coordinate;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.Arrays;

/**
 * The function x ↦ Σ_k c_k factor_k(x)^power over an orbit, with c ≥ 0: log-convex, so that a point where it is balanced
 * is its global minimum over the orbit.
 *
 * <p>At the minimum, what grows with each coordinate and what shrinks with it have equal weight; the largest relative
 * imbalance is the certificate. A coordinate in which all terms shrink drives them to zero: the infimum is then not
 * attained, and those terms are left out.
 */
final class Posynomial {
    /** Largest number of coordinates for Newton's method; above it, coordinates are balanced one at a time. */
    private static final int NEWTON = 300;

    private static final int MAX_STEPS = 200;
    private static final int MAX_SWEEPS = 5000;
    private static final double BALANCED = 1e-12;

    private final double[] coefficients;
    private final Orbit orbit;
    private final int power;
    private final boolean[] frozen;
    private boolean attained = true;

    Posynomial(double[] coefficients, Orbit orbit, int power) {
        this.coefficients = coefficients.clone();
        this.orbit = orbit;
        this.power = power;
        this.frozen = new boolean[orbit.size()];
        freeze();
    }

    /**
     * The minimum over the orbit.
     *
     * @param x logarithmic coordinates of the point
     * @param value the minimum; the infimum where it is not attained
     * @param imbalance the largest |growing − shrinking| / (growing + shrinking) over the coordinates
     * @param attained whether a point of the orbit has this value
     */
    record Balance(double[] x, double value, double imbalance, boolean attained) {}

    /** Leaves out terms that some coordinate drives to zero, until none is left. */
    private void freeze() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int v = 0; v < frozen.length; v++) {
                if (frozen[v]) {
                    continue;
                }
                Coordinate coordinate = orbit.coordinates().get(v);
                boolean grows = false;
                boolean shrinks = false;
                for (int m = 0; m < coordinate.members().length; m++) {
                    if (coefficients[coordinate.members()[m]] > 0) {
                        grows |= coordinate.exponents()[m] * power > 0;
                        shrinks |= coordinate.exponents()[m] * power < 0;
                    }
                }
                if (!grows || !shrinks) {
                    frozen[v] = true;
                    changed = true;
                    if (grows || shrinks) {
                        attained = false;
                        for (int member : coordinate.members()) {
                            coefficients[member] = 0;
                        }
                    }
                }
            }
        }
    }

    /** Finds the minimum. */
    Balance minimize(LinearAlgebra algebra) {
        double[] x = new double[orbit.size()];
        if (orbit.size() <= NEWTON) {
            newton(x, algebra);
        } else {
            sweep(x);
        }
        double[] terms = terms(x);
        return new Balance(x, sum(terms), imbalance(terms), attained);
    }

    private double[] terms(double[] x) {
        double[] factors = orbit.factors(x);
        double[] terms = new double[factors.length];
        for (int k = 0; k < terms.length; k++) {
            terms[k] = coefficients[k] == 0 ? 0 : coefficients[k] * Math.pow(factors[k], power);
        }
        return terms;
    }

    private static double sum(double[] terms) {
        double sum = 0;
        double lost = 0;
        for (double term : terms) {
            double corrected = term - lost;
            double next = sum + corrected;
            lost = (next - sum) - corrected;
            sum = next;
        }
        return sum;
    }

    private double imbalance(double[] terms) {
        double worst = 0;
        for (int v = 0; v < frozen.length; v++) {
            if (!frozen[v]) {
                double[] sides = sides(v, terms);
                worst = Math.max(worst, Math.abs(sides[0] - sides[1]) / (sides[0] + sides[1]));
            }
        }
        return worst;
    }

    /** Weight of the terms that grow with a coordinate and of those that shrink, times their exponents. */
    private double[] sides(int v, double[] terms) {
        Coordinate coordinate = orbit.coordinates().get(v);
        double[] sides = new double[2];
        for (int m = 0; m < coordinate.members().length; m++) {
            int exponent = coordinate.exponents()[m] * power;
            sides[exponent > 0 ? 0 : 1] += Math.abs(exponent) * terms[coordinate.members()[m]];
        }
        return sides;
    }

    /** Newton's method on log f, with steps halved until f falls. */
    private void newton(double[] x, LinearAlgebra algebra) {
        int size = x.length;
        int[][] touching = touching();
        double[] terms = terms(x);
        double value = sum(terms);
        for (int step = 0; step < MAX_STEPS && size > 0 && imbalance(terms) > BALANCED; step++) {
            double[] gradient = new double[size];
            double[] hessian = new double[size * size];
            assemble(touching, terms, value, gradient, hessian);
            double[] direction = algebra.solve(hessian, size, gradient);
            double length = 0;
            for (double d : direction) {
                length = Math.max(length, Math.abs(d));
            }
            double scale = length > 4 ? 4 / length : 1;
            boolean moved = false;
            for (int halving = 0; halving < 50 && !moved; halving++, scale /= 2) {
                double[] next = x.clone();
                for (int v = 0; v < size; v++) {
                    next[v] -= scale * direction[v];
                }
                double[] nextTerms = terms(next);
                double nextValue = sum(nextTerms);
                if (nextValue < value || nextValue <= value * (1 + 4e-16) && imbalance(nextTerms) < imbalance(terms)) {
                    System.arraycopy(next, 0, x, 0, size);
                    terms = nextTerms;
                    value = nextValue;
                    moved = true;
                }
            }
            if (!moved) {
                return;
            }
        }
    }

    private void assemble(int[][] touching, double[] terms, double value, double[] gradient, double[] hessian) {
        int size = gradient.length;
        for (int k = 0; k < terms.length; k++) {
            if (terms[k] == 0) {
                continue;
            }
            double weight = terms[k] / value;
            int[] pairs = touching[k];
            for (int a = 0; a < pairs.length; a += 2) {
                double ea = pairs[a + 1] * power;
                gradient[pairs[a]] += weight * ea;
                for (int b = 0; b < pairs.length; b += 2) {
                    hessian[pairs[a] * size + pairs[b]] += weight * ea * pairs[b + 1] * power;
                }
            }
        }
        double largest = 0;
        for (int v = 0; v < size; v++) {
            largest = Math.max(largest, hessian[v * size + v]);
        }
        for (int v = 0; v < size; v++) {
            for (int w = 0; w < size; w++) {
                hessian[v * size + w] -= gradient[v] * gradient[w];
            }
            // A coordinate without terms stays where it is.
            hessian[v * size + v] += frozen[v] ? 1 : 1e-14 * largest;
        }
    }

    /** For every parameter the coordinates that touch it, each followed by its exponent. */
    private int[][] touching() {
        int[][] touching = new int[coefficients.length][];
        int[] none = {};
        Arrays.fill(touching, none);
        for (int v = 0; v < frozen.length; v++) {
            if (frozen[v]) {
                continue;
            }
            Coordinate coordinate = orbit.coordinates().get(v);
            for (int m = 0; m < coordinate.members().length; m++) {
                int k = coordinate.members()[m];
                int[] longer = Arrays.copyOf(touching[k], touching[k].length + 2);
                longer[longer.length - 2] = v;
                longer[longer.length - 1] = coordinate.exponents()[m];
                touching[k] = longer;
            }
        }
        return touching;
    }

    /** Balances one coordinate after another, each exactly, until all are balanced together. */
    private void sweep(double[] x) {
        double[] terms = terms(x);
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            double worst = 0;
            for (int v = 0; v < x.length; v++) {
                if (frozen[v]) {
                    continue;
                }
                Coordinate coordinate = orbit.coordinates().get(v);
                double[] sides = sides(v, terms);
                worst = Math.max(worst, Math.abs(sides[0] - sides[1]) / (sides[0] + sides[1]));
                int up = 0;
                int down = 0;
                for (int exponent : coordinate.exponents()) {
                    up = Math.max(up, exponent * power);
                    down = Math.max(down, -exponent * power);
                }
                double move = Math.log(sides[1] / sides[0]) / (up + down);
                x[v] += move;
                for (int m = 0; m < coordinate.members().length; m++) {
                    terms[coordinate.members()[m]] *= Math.exp(coordinate.exponents()[m] * power * move);
                }
            }
            if (worst <= BALANCED) {
                return;
            }
        }
    }
}
