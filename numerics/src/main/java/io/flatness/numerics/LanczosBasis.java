package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * An orthonormal basis V of a block Krylov space with the projection T = VᵀAV of its applied columns.
 *
 * <p>The columns come in three groups: [0, applied) have met A, [applied, size) are the residual block F that has not.
 * Every new vector is orthogonalized twice against all of V, so that no ghosts appear and A V = V T + F R holds to
 * rounding.
 */
final class LanczosBasis {
    /** Below this share of ‖A‖ a remainder is rounding and its direction means nothing. */
    private static final double BREAKDOWN = 1e-14;

    private final SymmetricOperator operator;
    private final RandomGenerator random;
    private final int n;
    private final double[][] v;
    private final double[][] t;
    private int applied;
    private int size;
    private int lastBlock;
    /** R: remainder of each column of the last applied block in terms of F; rows are columns of F. */
    private double[][] remainder = new double[0][];

    private double scale;
    private int products;

    LanczosBasis(SymmetricOperator operator, RandomGenerator random, int capacity) {
        this.operator = operator;
        this.random = random;
        this.n = operator.dimension();
        this.v = new double[capacity][];
        this.t = new double[capacity][capacity];
    }

    int applied() {
        return applied;
    }

    int size() {
        return size;
    }

    int capacity() {
        return v.length;
    }

    int products() {
        return products;
    }

    /** The largest ‖A q‖ over unit vectors q seen, a lower bound of ‖A‖₂. */
    double scale() {
        return scale;
    }

    /** Whether V spans the whole space. */
    boolean complete() {
        return applied == n;
    }

    boolean full(int block) {
        return size + block > v.length;
    }

    double[] column(int j) {
        return v[j];
    }

    /** Appends a unit vector along x to F, orthogonal to V; returns false when nothing of x is left. */
    boolean append(double[] x) {
        double[] q = x.clone();
        double length = Vectors.norm(q);
        if (length == 0) {
            return false;
        }
        Vectors.scale(1 / length, q);
        if (!orthonormalize(q, size, 1e-10)) {
            return false;
        }
        v[size++] = q;
        return true;
    }

    /** Appends a random unit vector to F; returns false when V is already everything. */
    boolean appendRandom() {
        for (int attempt = 0; attempt < 3 && size < n; attempt++) {
            double[] x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = random.nextGaussian();
            }
            if (append(x)) {
                return true;
            }
        }
        return false;
    }

    /** Drops F, so that a new one can be appended. */
    void dropRemainder() {
        size = applied;
        lastBlock = 0;
        remainder = new double[0][];
    }

    /** Applies A to F, projects, and makes the remainder the new F. */
    void step() {
        int first = applied;
        int block = size - applied;
        double[][] xs = Arrays.copyOfRange(v, first, size);
        double[][] w = new double[block][n];
        operator.applyBlock(xs, w);
        products += block;
        for (int j = 0; j < block; j++) {
            double norm = Vectors.norm(w[j]);
            if (!Double.isFinite(norm)) {
                throw new ArithmeticException("a product with the operator is not finite");
            }
            scale = Math.max(scale, norm);
            double[] h = new double[size];
            project(w[j], size, h);
            project(w[j], size, h);
            for (int i = 0; i < size; i++) {
                boolean known = i >= first && i < first + j;
                double value = known ? 0.5 * (h[i] + t[i][first + j]) : h[i];
                t[i][first + j] = value;
                t[first + j][i] = value;
            }
        }
        applied = size;
        lastBlock = block;
        appendRemainder(w);
    }

    private void appendRemainder(double[][] w) {
        int first = size;
        double[][] r = new double[w.length][w.length];
        for (int j = 0; j < w.length; j++) {
            double[] h = new double[size];
            project(w[j], size, h);
            for (int i = first; i < size; i++) {
                r[i - first][j] = h[i];
            }
            double length = Vectors.norm(w[j]);
            if (length > BREAKDOWN * scale && size < n && size < v.length) {
                double[] q = w[j];
                Vectors.scale(1 / length, q);
                if (orthonormalize(q, size, 0.1)) {
                    r[size - first][j] = length;
                    v[size++] = q;
                }
            }
        }
        remainder = Arrays.copyOf(r, size - first);
    }

    /** Subtracts the projection of x on the first columns and adds its coefficients to h. */
    private void project(double[] x, int columns, double[] h) {
        for (int i = 0; i < columns; i++) {
            double c = Vectors.dot(v[i], x);
            h[i] += c;
            Vectors.axpy(-c, v[i], x);
        }
    }

    /** Makes the unit vector q orthogonal to the first columns; false when less than {@code least} of it is left. */
    private boolean orthonormalize(double[] q, int columns, double least) {
        double left = 1;
        for (int pass = 0; pass < 3; pass++) {
            project(q, columns, new double[columns]);
            double length = Vectors.norm(q);
            left *= length;
            if (left < least) {
                return false;
            }
            Vectors.scale(1 / length, q);
            if (length > 0.9) {
                break;
            }
        }
        return true;
    }

    /** T over the applied columns, row-major. */
    double[] projection() {
        double[] matrix = new double[applied * applied];
        for (int i = 0; i < applied; i++) {
            System.arraycopy(t[i], 0, matrix, i * applied, applied);
        }
        return matrix;
    }

    /** ‖(A − θ) V s‖ of a Ritz vector by the recurrence: ‖R s‖. */
    double residual(double[] s) {
        double[] r = new double[remainder.length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < lastBlock; j++) {
                r[i] += remainder[i][j] * s[applied - lastBlock + j];
            }
        }
        return Vectors.norm(r);
    }

    /** V s over the applied columns. */
    double[] combine(double[] s) {
        double[] x = new double[n];
        for (int j = 0; j < s.length; j++) {
            Vectors.axpy(s[j], v[j], x);
        }
        return x;
    }

    /** Replaces the applied columns by the Ritz vectors V s[i] with Ritz values theta[i]; F stays. */
    void restart(double[][] s, double[] theta) {
        int keep = s.length;
        double[] row = new double[applied];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < applied; j++) {
                row[j] = v[j][k];
            }
            for (int i = 0; i < keep; i++) {
                v[i][k] = Vectors.dot(s[i], row);
            }
        }
        int block = size - applied;
        for (int j = 0; j < block; j++) {
            v[keep + j] = v[applied + j];
        }
        for (int i = 0; i < keep; i++) {
            Arrays.fill(t[i], 0);
            t[i][i] = theta[i];
        }
        applied = keep;
        size = keep + block;
        lastBlock = 0;
        remainder = new double[0][];
    }
}
