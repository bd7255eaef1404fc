package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * f(s) = Σ_r t_r exp(a_r·s) with t_r ≥ 0: the trace of a Hessian along the logarithms of a network's rescalings.
 *
 * <p>log f is convex, so that a point with zero gradient is the global minimum.
 *
 * @param dimension length of s
 * @param terms the terms; those with coefficient 0 do not matter
 */
public record Posynomial(int dimension, List<Term> terms) {
    /** Beyond this |s| the infimum counts as not attained: factors of e^±200. */
    private static final double FAR = 200;

    private static final int MAX_STEPS = 500;

    /**
     * One term.
     *
     * @param coefficient t_r ≥ 0
     * @param places coordinates with a nonzero exponent
     * @param exponents their exponents
     */
    public record Term(double coefficient, int[] places, double[] exponents) {
        double exponent(double[] s) {
            double sum = 0;
            for (int i = 0; i < places.length; i++) {
                sum += exponents[i] * s[places[i]];
            }
            return sum;
        }
    }

    /**
     * The minimum.
     *
     * @param point s
     * @param value f(s)
     * @param gradient ‖∇ log f(s)‖∞, the certificate
     * @param attained false when f falls along a ray for ever: the infimum is then approached, not reached
     */
    public record Minimum(double[] point, double value, double gradient, boolean attained) {}

    /** Checks the coefficients. */
    public Posynomial {
        terms = List.copyOf(terms);
        for (Term term : terms) {
            if (!(term.coefficient >= 0) || Double.isInfinite(term.coefficient)) {
                throw new IllegalArgumentException("coefficient is " + term.coefficient + "; it must be at least 0");
            }
        }
    }

    /** f(s). */
    public double value(double[] s) {
        double sum = 0;
        for (Term term : terms) {
            if (term.coefficient > 0) {
                sum += term.coefficient * StrictMath.exp(term.exponent(s));
            }
        }
        return sum;
    }

    /**
     * Newton's method on log f with halved steps, from 0. Terms that a coordinate can drive to 0 for ever are left out
     * first: they do not belong to the infimum.
     */
    public Minimum minimize(LinearAlgebra linearAlgebra) {
        Posynomial bounded = withoutEscapes();
        Minimum minimum = bounded.descend(linearAlgebra);
        return bounded.terms.size() == count(terms)
                ? minimum
                : new Minimum(minimum.point, minimum.value, minimum.gradient, false);
    }

    private static int count(List<Term> terms) {
        return (int) terms.stream().filter(term -> term.coefficient > 0).count();
    }

    /** Removes every term with a coordinate that appears with one sign alone, until there is none. */
    private Posynomial withoutEscapes() {
        List<Term> left = new ArrayList<>(
                terms.stream().filter(term -> term.coefficient > 0).toList());
        boolean removed = true;
        while (removed) {
            boolean[] rises = new boolean[dimension];
            boolean[] falls = new boolean[dimension];
            for (Term term : left) {
                for (int i = 0; i < term.places.length; i++) {
                    rises[term.places[i]] |= term.exponents[i] > 0;
                    falls[term.places[i]] |= term.exponents[i] < 0;
                }
            }
            removed = left.removeIf(term -> Arrays.stream(term.places).anyMatch(place -> rises[place] != falls[place]));
        }
        return new Posynomial(dimension, left);
    }

    private Minimum descend(LinearAlgebra linearAlgebra) {
        double[] s = new double[dimension];
        double value = value(s);
        if (value == 0) {
            return new Minimum(s, 0, 0, true);
        }
        double[] gradient = new double[dimension];
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] hessian = derivatives(s, value, gradient);
            double size = largest(gradient);
            if (size <= 1e-14) {
                break;
            }
            if (largest(s) > FAR) {
                return new Minimum(s, value, size, false);
            }
            double[] direction = newton(hessian, gradient, linearAlgebra);
            double[] next = lineSearch(s, direction, value, gradient);
            if (Arrays.equals(next, s)) {
                break;
            }
            s = next;
            value = value(s);
        }
        derivatives(s, value, gradient);
        double size = largest(gradient);
        return new Minimum(s, value, size, size <= 1e-7);
    }

    private double[] derivatives(double[] s, double value, double[] gradient) {
        Arrays.fill(gradient, 0);
        double[] hessian = new double[dimension * dimension];
        for (Term term : terms) {
            if (term.coefficient > 0) {
                double share = term.coefficient * StrictMath.exp(term.exponent(s)) / value;
                for (int i = 0; i < term.places.length; i++) {
                    gradient[term.places[i]] += share * term.exponents[i];
                    for (int j = 0; j < term.places.length; j++) {
                        hessian[term.places[i] * dimension + term.places[j]] +=
                                share * term.exponents[i] * term.exponents[j];
                    }
                }
            }
        }
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                hessian[i * dimension + j] -= gradient[i] * gradient[j];
            }
        }
        return hessian;
    }

    /** Coordinates that no term depends on, or a direction of escape, leave the matrix singular: lift its diagonal. */
    private double[] newton(double[] hessian, double[] gradient, LinearAlgebra linearAlgebra) {
        for (double lift = 1e-14; ; lift *= 100) {
            double[] lifted = hessian.clone();
            for (int i = 0; i < dimension; i++) {
                lifted[i * dimension + i] += lift;
            }
            try {
                return solve(linearAlgebra.cholesky(lifted, dimension), gradient);
            } catch (IllegalArgumentException notPositive) {
                if (lift > 1) {
                    return gradient.clone();
                }
            }
        }
    }

    private double[] solve(double[] factor, double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= factor[i * dimension + j] * x[j];
            }
            x[i] /= factor[i * dimension + i];
        }
        for (int i = dimension - 1; i >= 0; i--) {
            for (int j = i + 1; j < dimension; j++) {
                x[i] -= factor[j * dimension + i] * x[j];
            }
            x[i] /= factor[i * dimension + i];
        }
        return x;
    }

    private double[] lineSearch(double[] s, double[] direction, double value, double[] gradient) {
        double slope = Vectors.dot(direction, gradient);
        double length = largest(direction);
        double step = length > 20 ? 20 / length : 1;
        for (int halving = 0; halving < 60; halving++) {
            double[] next = Vectors.plus(s, -step, direction);
            double after = value(next);
            if (after <= value * (1 - 1e-4 * step * Math.max(slope, 0)) || after < value) {
                return next;
            }
            if (slope < 1e-22 && after <= value * (1 + 1e-15)) {
                return next;
            }
            step /= 2;
        }
        return s;
    }

    private static double largest(double[] x) {
        double largest = 0;
        for (double v : x) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
