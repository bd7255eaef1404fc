package io.flatness.numerics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimizes a smooth function by limited-memory BFGS with a strong Wolfe line search.
 *
 * <p>Nothing depends on the units of f or x: steps, curvature checks and stopping are relative, from 1e-140 to 1e140.
 * Memory 2·{@code memory}+6 vectors. Source: Nocedal and Wright, Numerical Optimization, Algorithm 7.5.
 *
 * @param memory number of curvature pairs kept, at least 1
 * @param gradientNorm target: stop when ‖∇f‖₂ is at most this (in the unit of f over x; 0 asks for as far as rounding
 *     allows)
 * @param maxEvaluations evaluations of f and ∇f allowed, at least 1
 */
public record Lbfgs(int memory, double gradientNorm, int maxEvaluations) {
    private static final double CURVATURE_FLOOR = 1e-14;
    private static final int PATIENCE = 60;

    /** Checks the ranges. */
    public Lbfgs {
        if (memory < 1 || maxEvaluations < 1 || !(gradientNorm >= 0)) {
            throw new IllegalArgumentException("memory " + memory + ", gradientNorm " + gradientNorm
                    + " and maxEvaluations " + maxEvaluations + " must be at least 1, 0 and 1");
        }
    }

    /** How a minimization ended. */
    public enum Outcome {
        /** The gradient norm reached the target. */
        REACHED,
        /** No step makes progress any more, though the target was not reached: rounding, or a kink. */
        STALLED,
        /** The evaluations ran out. */
        BUDGET
    }

    /**
     * The best point found.
     *
     * @param x the point; belongs to the caller
     * @param value f(x)
     * @param gradient ∇f(x)
     * @param gradientNorm ‖∇f(x)‖₂
     * @param outcome why it ended
     * @param iterations accepted steps
     * @param evaluations evaluations of f and ∇f
     */
    public record Result(
            double[] x,
            double value,
            double[] gradient,
            double gradientNorm,
            Outcome outcome,
            int iterations,
            int evaluations) {}

    private record Pair(double[] s, double[] y, double inverseProduct) {}

    /**
     * Minimizes from a start.
     *
     * @param start not modified
     * @throws IllegalArgumentException when f or its gradient is not finite at the start
     */
    public Result minimize(Objective objective, double[] start) {
        int n = start.length;
        double[] x = start.clone();
        double[] gradient = new double[n];
        double value = objective.valueAndGradient(x, gradient);
        double norm = Vectors.norm(gradient);
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new IllegalArgumentException(
                    "f is " + value + " and ‖∇f‖ is " + norm + " at the start; both must be finite");
        }
        StrongWolfe line = new StrongWolfe(objective, n);
        Deque<Pair> pairs = new ArrayDeque<>();
        Best best = new Best(x, value, gradient, norm);
        int iterations = 0;
        while (true) {
            int evaluations = 1 + line.evaluations();
            if (norm <= gradientNorm || norm == 0) {
                return best.result(Outcome.REACHED, iterations, evaluations);
            }
            if (best.age > PATIENCE) {
                return best.result(Outcome.STALLED, iterations, evaluations);
            }
            if (evaluations >= maxEvaluations) {
                return best.result(Outcome.BUDGET, iterations, evaluations);
            }
            double[] direction = descent(gradient, pairs);
            double slope = Vectors.dot(direction, gradient);
            if (!(slope < 0) || !Double.isFinite(slope)) {
                if (pairs.isEmpty()) {
                    return best.result(Outcome.STALLED, iterations, evaluations);
                }
                pairs.clear();
                continue;
            }
            double first = pairs.isEmpty() ? firstStep(x, norm) : 1;
            if (!line.search(x, value, direction, slope, first)) {
                if (pairs.isEmpty()) {
                    return best.result(Outcome.STALLED, iterations, 1 + line.evaluations());
                }
                pairs.clear();
                continue;
            }
            remember(pairs, x, gradient, line);
            System.arraycopy(line.point(), 0, x, 0, n);
            System.arraycopy(line.gradient(), 0, gradient, 0, n);
            value = line.value();
            norm = Vectors.norm(gradient);
            iterations++;
            best.offer(x, value, gradient, norm);
        }
    }

    /** A hundredth of ‖x‖ along the gradient; the line search widens it where that is too careful. */
    private static double firstStep(double[] x, double gradientNorm) {
        double size = Vectors.norm(x);
        return (size == 0 ? 1 : 0.01 * size) / gradientNorm;
    }

    private void remember(Deque<Pair> pairs, double[] x, double[] gradient, StrongWolfe line) {
        double[] s = Vectors.plus(line.point(), -1, x);
        double[] y = Vectors.plus(line.gradient(), -1, gradient);
        double product = Vectors.dot(s, y);
        if (product > CURVATURE_FLOOR * Vectors.norm(s) * Vectors.norm(y) && Double.isFinite(1 / product)) {
            if (pairs.size() == memory) {
                pairs.removeFirst();
            }
            pairs.addLast(new Pair(s, y, 1 / product));
        }
    }

    /** −H∇f by the two-loop recursion. */
    private static double[] descent(double[] gradient, Deque<Pair> pairs) {
        double[] direction = gradient.clone();
        Vectors.scale(-1, direction);
        if (pairs.isEmpty()) {
            return direction;
        }
        double[] alphas = new double[pairs.size()];
        int i = pairs.size();
        for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            double alpha = pair.inverseProduct() * Vectors.dot(pair.s(), direction);
            alphas[--i] = alpha;
            Vectors.axpy(-alpha, pair.y(), direction);
        }
        Pair newest = pairs.getLast();
        double yNorm = Vectors.norm(newest.y());
        Vectors.scale(1 / newest.inverseProduct() / yNorm / yNorm, direction);
        for (Pair pair : pairs) {
            double beta = pair.inverseProduct() * Vectors.dot(pair.y(), direction);
            Vectors.axpy(alphas[i++] - beta, pair.s(), direction);
        }
        return direction;
    }

    /** The best point so far: lowest value, and among values equal up to rounding the smallest gradient. */
    private static final class Best {
        private double[] x;
        private double value;
        private double[] gradient;
        private double norm;
        /** Accepted steps since the value or the gradient last improved. */
        private int age;

        Best(double[] x, double value, double[] gradient, double norm) {
            this.x = x.clone();
            this.value = value;
            this.gradient = gradient.clone();
            this.norm = norm;
        }

        void offer(double[] newX, double newValue, double[] newGradient, double newNorm) {
            double slack = StrongWolfe.slack(value);
            boolean lower = newValue < value - slack;
            boolean flatter = newValue <= value + slack && newNorm < norm;
            age = lower || (flatter && newNorm < 0.99 * norm) ? 0 : age + 1;
            if (lower || flatter) {
                x = newX.clone();
                value = newValue;
                gradient = newGradient.clone();
                norm = newNorm;
            }
        }

        Result result(Outcome outcome, int iterations, int evaluations) {
            return new Result(x, value, gradient, norm, outcome, iterations, evaluations);
        }
    }
}
