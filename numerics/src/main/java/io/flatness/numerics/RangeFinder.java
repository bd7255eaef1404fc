package io.flatness.numerics;

import java.util.ArrayList;
import java.util.List;

/** Orthonormal columns Q of a growing set of vectors Y = QR, each orthogonalized twice; dependent vectors are dropped. */
final class RangeFinder {
    /** What is left of a vector below this share of the longest is rounding. */
    private static final double DEPENDENT = 1e-13;

    private final List<double[]> q = new ArrayList<>();
    private final List<double[]> r = new ArrayList<>();
    private double longest;

    /** Adds a vector; false when it lies in the range already. The vector is overwritten and kept. */
    boolean append(double[] y) {
        double length = Vectors.norm(y);
        if (!Double.isFinite(length)) {
            throw new ArithmeticException("a product with the operator is not finite");
        }
        longest = Math.max(longest, length);
        double[] coefficients = new double[q.size() + 1];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < q.size(); i++) {
                double c = Vectors.dot(q.get(i), y);
                coefficients[i] += c;
                Vectors.axpy(-c, q.get(i), y);
            }
        }
        double left = Vectors.norm(y);
        if (left <= DEPENDENT * longest) {
            return false;
        }
        Vectors.scale(1 / left, y);
        // A remainder that was nearly all cancelled is orthogonal only after another pass.
        for (int i = 0; i < q.size(); i++) {
            Vectors.axpy(-Vectors.dot(q.get(i), y), q.get(i), y);
        }
        Vectors.scale(1 / Vectors.norm(y), y);
        coefficients[q.size()] = left;
        q.add(y);
        r.add(coefficients);
        return true;
    }

    int size() {
        return q.size();
    }

    double[] column(int i) {
        return q.get(i);
    }

    double[][] columns(int from) {
        return q.subList(from, q.size()).toArray(double[][]::new);
    }

    /** Solves Rᵀ s = e_i and scales s to length 1. */
    double[] leftOut(int i) {
        int m = q.size();
        double[] s = new double[m];
        // Columns of R are divided by the longest, so that no scale matters.
        for (int k = i; k < m; k++) {
            double sum = k == i ? 1 : 0;
            double[] column = r.get(k);
            for (int j = i; j < k; j++) {
                sum -= column[j] / longest * s[j];
            }
            s[k] = sum / (column[k] / longest);
        }
        Vectors.scale(1 / Vectors.norm(s), s);
        return s;
    }
}
