package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * f(s) = Σ_k c_k exp(Σ_v e_kv s_v) with c ≥ 0: the trace of a Hessian, or a squared norm, along the logarithms of a
 * network's rescalings.
 *
 * <p>log f is convex, so that a point with zero gradient is the global minimum: what grows with each coordinate and what
 * shrinks with it weigh the same there. Terms that a coordinate can drive to 0 for ever do not belong to the infimum,
 * which is then not attained.
 */
public final class Posynomial {
    /** Largest number of coordinates for Newton's method; above it, coordinates are balanced one at a time. */
    private static final int NEWTON = 600;

    private static final int MAX_STEPS = 200;
    private static final int MAX_SWEEPS = 5000;
    private static final double BALANCED = 1e-13;
    private static final double LONGEST_STEP = 20;
    /** Above the rounding of a Hessian with a diagonal of 1. */
    private static final double LIFT = 1e-12;

    private final double[] coefficients;
    private final List<Coordinate> coordinates;

    /**
     * One coordinate.
     *
     * @param terms the terms that depend on it, ascending; not modified
     * @param exponents e of each of them, never 0; not modified
     */
    public record Coordinate(int[] terms, double[] exponents) {}

    /**
     * The minimum.
     *
     * @param point s
     * @param value f(s); the infimum where it is not attained
     * @param gradient ‖∇ log f(s)‖∞
     * @param imbalance the largest |growing − shrinking| / (growing + shrinking) over the coordinates, the certificate
     * @param attained false when f falls along a coordinate for ever: the infimum is then approached, not reached
     */
    public record Minimum(double[] point, double value, double gradient, double imbalance, boolean attained) {}

    /**
     * Creates it.
     *
     * @param coefficients c, one per term; not modified
     */
    public Posynomial(double[] coefficients, List<Coordinate> coordinates) {
        for (double coefficient : coefficients) {
            if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; it must be at least 0");
            }
        }
        this.coefficients = coefficients.clone();
        this.coordinates = List.copyOf(coordinates);
    }

    /** The exponents e as a function of term and coordinate. */
    public interface Exponents {
        /** e of a term in a coordinate. */
        double of(int term, int coordinate);
    }

    /** The sum with terms of equal exponents taken together. */
    public static Posynomial of(double[] coefficients, int dimension, Exponents exponents) {
        Map<List<Double>, Double> sums = new LinkedHashMap<>();
        for (int k = 0; k < coefficients.length; k++) {
            List<Double> row = new ArrayList<>();
            for (int v = 0; v < dimension; v++) {
                row.add(exponents.of(k, v) + 0.0);
            }
            sums.merge(row, coefficients[k], Double::sum);
        }
        List<List<Double>> rows = List.copyOf(sums.keySet());
        List<Coordinate> coordinates = new ArrayList<>();
        for (int v = 0; v < dimension; v++) {
            int place = v;
            int[] terms = IntStream.range(0, rows.size())
                    .filter(k -> rows.get(k).get(place) != 0)
                    .toArray();
            coordinates.add(new Coordinate(
                    terms,
                    Arrays.stream(terms)
                            .mapToDouble(k -> rows.get(k).get(place))
                            .toArray()));
        }
        return new Posynomial(
                sums.values().stream().mapToDouble(Double::doubleValue).toArray(), coordinates);
    }

    /** Number of coordinates. */
    public int dimension() {
        return coordinates.size();
    }

    /** f(s). */
    public double value(double[] s) {
        return sum(terms(s));
    }

    /** Every term at s. */
    private double[] terms(double[] s) {
        double[] terms = new double[coefficients.length];
        for (int v = 0; v < s.length; v++) {
            Coordinate coordinate = coordinates.get(v);
            for (int m = 0; m < coordinate.terms.length; m++) {
                terms[coordinate.terms[m]] += coordinate.exponents[m] * s[v];
            }
        }
        for (int k = 0; k < terms.length; k++) {
            terms[k] = coefficients[k] == 0 ? 0 : coefficients[k] * StrictMath.exp(terms[k]);
        }
        return terms;
    }

    /** With compensation (Kahan 1965): a step near the minimum changes the last bits alone. */
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

    /** The minimum, from s = 0: by Newton's method on log f, or by balancing one of many coordinates after another. */
    public Minimum minimize(LinearAlgebra linearAlgebra) {
        double[] left = coefficients.clone();
        return minimize(left, escapes(left), linearAlgebra);
    }

    /**
     * A point that depends on the terms' orbit alone: the minimum, where terms that escape along a coordinate add up to 1.
     *
     * <p>Coordinates that escape are set in the reverse of the order in which they are found, by the terms that depend on them
     * and on coordinates known by then. A coordinate that no term is left for stays 0: it moves nothing that counts. The value
     * is f there.
     */
    public Minimum gauge(LinearAlgebra linearAlgebra) {
        double[] left = coefficients.clone();
        List<Escape> escapes = escapes(left);
        Minimum minimum = minimize(left, escapes, linearAlgebra);
        double[] s = minimum.point.clone();
        boolean[] known = new boolean[dimension()];
        for (int v = 0; v < known.length; v++) {
            known[v] = Arrays.stream(coordinates.get(v).terms).anyMatch(term -> left[term] > 0);
        }
        int[][] touching = touching();
        for (int e = escapes.size() - 1; e >= 0; e--) {
            Escape escape = escapes.get(e);
            known[escape.coordinate] = true;
            int[] settled = Arrays.stream(escape.terms)
                    .filter(term -> allKnown(touching[term], known))
                    .toArray();
            s[escape.coordinate] = settled.length == 0 ? 0 : unit(escape.coordinate, settled, s);
        }
        return new Minimum(s, value(s), minimum.gradient, minimum.imbalance, minimum.attained);
    }

    private static boolean allKnown(int[] pairs, boolean[] known) {
        for (int a = 0; a < pairs.length; a += 2) {
            if (!known[pairs[a]]) {
                return false;
            }
        }
        return true;
    }

    /** The place of one coordinate, of one sign in these terms, where they add up to 1: by Newton's method on log Σ. */
    private double unit(int v, int[] settled, double[] s) {
        Coordinate coordinate = coordinates.get(v);
        double[] exponents = new double[coefficients.length];
        for (int m = 0; m < coordinate.terms.length; m++) {
            exponents[coordinate.terms[m]] = coordinate.exponents[m];
        }
        double[] at = s.clone();
        at[v] = 0;
        double place = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            at[v] = place;
            double[] terms = terms(at);
            double total = 0;
            double slope = 0;
            for (int term : settled) {
                total += terms[term];
                slope += exponents[term] * terms[term];
            }
            double move = StrictMath.log(total) * total / slope;
            place -= move;
            if (Math.abs(move) <= 1e-15 * Math.max(1, Math.abs(place))) {
                break;
            }
        }
        return place;
    }

    private Minimum minimize(double[] left, List<Escape> escapes, LinearAlgebra linearAlgebra) {
        Posynomial bounded = new Posynomial(left, coordinates);
        double[] s = dimension() <= NEWTON ? bounded.newton(linearAlgebra) : bounded.sweep();
        double[] terms = bounded.terms(s);
        double value = sum(terms);
        double gradient = 0;
        for (int v = 0; v < s.length; v++) {
            gradient = Math.max(
                    gradient, value == 0 ? 0 : Math.abs(bounded.sides(v, terms).slope()) / value);
        }
        return new Minimum(s, value, gradient, bounded.imbalance(terms), escapes.isEmpty());
    }

    /** A coordinate with one sign alone, and the terms that go with it. */
    private record Escape(int coordinate, int[] terms) {}

    /** Removes every term with a coordinate that appears with one sign alone, until there is none; in this order. */
    private List<Escape> escapes(double[] left) {
        List<Escape> escapes = new ArrayList<>();
        boolean removed = true;
        while (removed) {
            removed = false;
            for (int v = 0; v < dimension(); v++) {
                Sides sides = sides(v, left);
                if (sides.growing > 0 != sides.shrinking > 0) {
                    int[] terms = Arrays.stream(coordinates.get(v).terms)
                            .filter(term -> left[term] > 0)
                            .toArray();
                    for (int term : terms) {
                        left[term] = 0;
                    }
                    escapes.add(new Escape(v, terms));
                    removed = true;
                }
            }
        }
        return escapes;
    }

    /** Weight of the terms that grow with a coordinate and of those that shrink, times the size of their exponents. */
    private record Sides(double growing, double shrinking) {
        double slope() {
            return growing - shrinking;
        }

        double imbalance() {
            double both = growing + shrinking;
            return both == 0 ? 0 : Math.abs(growing - shrinking) / both;
        }
    }

    private Sides sides(int v, double[] terms) {
        Coordinate coordinate = coordinates.get(v);
        double growing = 0;
        double shrinking = 0;
        for (int m = 0; m < coordinate.terms.length; m++) {
            double weight = coordinate.exponents[m] * terms[coordinate.terms[m]];
            growing += Math.max(0, weight);
            shrinking += Math.max(0, -weight);
        }
        return new Sides(growing, shrinking);
    }

    private double imbalance(double[] terms) {
        double worst = 0;
        for (int v = 0; v < dimension(); v++) {
            worst = Math.max(worst, sides(v, terms).imbalance());
        }
        return worst;
    }

    /** Steps are halved until f falls, or until the coordinates are better balanced where f no longer tells. */
    private double[] newton(LinearAlgebra linearAlgebra) {
        int[][] touching = touching();
        double[] s = new double[dimension()];
        double[] terms = terms(s);
        double value = sum(terms);
        double imbalance = imbalance(terms);
        for (int step = 0; step < MAX_STEPS && imbalance > BALANCED; step++) {
            double[] direction = direction(touching, terms, value, linearAlgebra);
            double length = 0;
            for (double d : direction) {
                length = Math.max(length, Math.abs(d));
            }
            double scale = length > LONGEST_STEP ? LONGEST_STEP / length : 1;
            double[] before = s;
            for (int halving = 0; halving < 50 && s == before; halving++, scale /= 2) {
                double[] next = Vectors.plus(s, -scale, direction);
                double[] nextTerms = terms(next);
                double nextValue = sum(nextTerms);
                double nextImbalance = imbalance(nextTerms);
                if (nextValue < value || nextValue <= value * (1 + 4e-16) && nextImbalance < imbalance) {
                    s = next;
                    terms = nextTerms;
                    value = nextValue;
                    imbalance = nextImbalance;
                }
            }
            if (s == before) {
                break;
            }
        }
        return s;
    }

    /** For every term its coordinates, each followed by its place among that coordinate's terms. */
    private int[][] touching() {
        int[] counts = new int[coefficients.length];
        for (Coordinate coordinate : coordinates) {
            for (int term : coordinate.terms) {
                counts[term]++;
            }
        }
        int[][] touching = new int[coefficients.length][];
        Arrays.setAll(touching, k -> new int[2 * counts[k]]);
        for (int v = dimension() - 1; v >= 0; v--) {
            int[] terms = coordinates.get(v).terms;
            for (int m = 0; m < terms.length; m++) {
                int at = 2 * --counts[terms[m]];
                touching[terms[m]][at] = v;
                touching[terms[m]][at + 1] = m;
            }
        }
        return touching;
    }

    /** H⁻¹g of log f. Coordinates that move together leave H singular, so that its diagonal is lifted. */
    private double[] direction(int[][] touching, double[] terms, double value, LinearAlgebra linearAlgebra) {
        int size = dimension();
        double[] gradient = new double[size];
        double[] hessian = new double[size * size];
        for (int k = 0; k < terms.length; k++) {
            if (terms[k] == 0) {
                continue;
            }
            double share = terms[k] / value;
            int[] pairs = touching[k];
            for (int a = 0; a < pairs.length; a += 2) {
                double weight = share * coordinates.get(pairs[a]).exponents[pairs[a + 1]];
                gradient[pairs[a]] += weight;
                for (int b = 0; b < pairs.length; b += 2) {
                    hessian[pairs[a] * size + pairs[b]] += weight * coordinates.get(pairs[b]).exponents[pairs[b + 1]];
                }
            }
        }
        double[] scales = new double[size];
        for (int v = 0; v < size; v++) {
            double diagonal = hessian[v * size + v];
            scales[v] = diagonal == 0 ? 1 : 1 / Math.sqrt(diagonal);
        }
        for (int v = 0; v < size; v++) {
            for (int w = 0; w < size; w++) {
                hessian[v * size + w] = (hessian[v * size + w] - gradient[v] * gradient[w]) * scales[v] * scales[w];
            }
        }
        for (int v = 0; v < size; v++) {
            hessian[v * size + v] += LIFT;
            gradient[v] *= scales[v];
        }
        double[] direction = linearAlgebra.solve(hessian, size, gradient);
        for (int v = 0; v < size; v++) {
            direction[v] *= scales[v];
        }
        return direction;
    }

    /** Balances one coordinate after another; exactly where its exponents have two values. */
    private double[] sweep() {
        double[] s = new double[dimension()];
        double[] terms = terms(s);
        double worst = 1;
        for (int sweep = 0; sweep < MAX_SWEEPS && worst > BALANCED; sweep++) {
            // Products of many factors drift: start from the exponents again now and then.
            terms = sweep % 20 == 19 ? terms(s) : terms;
            worst = 0;
            for (int v = 0; v < s.length; v++) {
                Coordinate coordinate = coordinates.get(v);
                Sides sides = sides(v, terms);
                if (sides.growing == 0) {
                    continue;
                }
                worst = Math.max(worst, sides.imbalance());
                double up = 0;
                double down = 0;
                for (double exponent : coordinate.exponents) {
                    up = Math.max(up, exponent);
                    down = Math.max(down, -exponent);
                }
                double move = StrictMath.log(sides.shrinking / sides.growing) / (up + down);
                s[v] += move;
                double grown = StrictMath.exp(up * move);
                double shrunk = StrictMath.exp(-down * move);
                for (int m = 0; m < coordinate.terms.length; m++) {
                    double exponent = coordinate.exponents[m];
                    terms[coordinate.terms[m]] *=
                            exponent == up ? grown : exponent == -down ? shrunk : StrictMath.exp(exponent * move);
                }
            }
        }
        return s;
    }
}
