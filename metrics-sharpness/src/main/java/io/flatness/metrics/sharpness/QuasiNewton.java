package io.flatness.metrics.sharpness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Limited-memory curvature of −L and the ascent directions that it gives (two-loop recursion). */
final class QuasiNewton {
    private static final int MEMORY = 10;
    private static final double CURVED = 1e-10;

    private final Deque<Pair> pairs = new ArrayDeque<>();

    private record Pair(double[] s, double[] y, double inverse) {}

    boolean empty() {
        return pairs.isEmpty();
    }

    void forget() {
        pairs.clear();
    }

    /** The gradient turned and scaled by the curvature seen so far; the gradient itself when none was. */
    double[] direction(double[] gradient) {
        double[] direction = gradient.clone();
        if (pairs.isEmpty()) {
            return direction;
        }
        double[] alphas = new double[pairs.size()];
        int i = pairs.size();
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            alphas[--i] = pair.inverse() * Norm.dot(pair.s(), direction);
            axpy(-alphas[i], pair.y(), direction);
        }
        Pair last = pairs.getLast();
        double scale = 1 / (last.inverse() * Norm.dot(last.y(), last.y()));
        for (int k = 0; k < direction.length; k++) {
            direction[k] *= scale;
        }
        for (Pair pair : pairs) {
            double beta = pair.inverse() * Norm.dot(pair.y(), direction);
            axpy(alphas[i++] - beta, pair.s(), direction);
        }
        return direction;
    }

    /** Keeps the curvature along a step where −L is convex along it. */
    void remember(double[] from, double[] to, double[] gradientFrom, double[] gradientTo) {
        double[] s = to.clone();
        axpy(-1, from, s);
        double[] y = gradientFrom.clone();
        axpy(-1, gradientTo, y);
        double product = Norm.dot(s, y);
        if (product > CURVED * Math.sqrt(Norm.dot(s, s)) * Math.sqrt(Norm.dot(y, y))) {
            if (pairs.size() == MEMORY) {
                pairs.removeFirst();
            }
            pairs.addLast(new Pair(s, y, 1 / product));
        }
    }

    static void axpy(double a, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }
}
