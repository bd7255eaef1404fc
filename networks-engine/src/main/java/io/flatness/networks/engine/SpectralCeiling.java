package io.flatness.networks.engine;

import io.flatness.spi.loss.SymmetricOperator;

/** Upper bounds of largest eigenvalues and singular values, proved up to rounding. */
final class SpectralCeiling {
    private static final int LARGEST_GRAM = 1024;
    private static final long ROOM = 40_000_000;
    private static final int PRODUCTS = 30;
    /** The search ends when so many products have gained less than this. */
    private static final int SPAN = 4;

    private static final double SETTLED = 0.99;

    private SpectralCeiling() {}

    /**
     * An upper bound of λ_max of a positive semidefinite matrix of which the trace is known.
     *
     * <p>Lanczos finds a basis Q with QᵀAQ = T; the rest of the matrix is coupled to the last vector of Q alone, by β, and
     * no larger than the rest of the trace. So λ_max is at most that of T with one more row: β, and tr A − tr T on the
     * diagonal.
     *
     * @param enough a bound that need not be improved on once it is reached
     */
    static double largestEigenvalue(SymmetricOperator matrix, double trace, double enough) {
        int n = matrix.dimension();
        int most = (int) Math.min(Math.min(n, PRODUCTS), Math.max(1, ROOM / n));
        double[][] basis = new double[most][];
        double[] diagonal = new double[most + 1];
        double[] beside = new double[most + 1];
        double[] next = new double[n];
        // Any start will do that no eigenvector is orthogonal to by design.
        for (int i = 0; i < n; i++) {
            next[i] = Math.sin(1 + 0.7 * i) + 0.1;
        }
        double left = trace;
        double best = trace;
        double earlier = Double.POSITIVE_INFINITY;
        for (int k = 0; k < most; k++) {
            double length = Math.sqrt(dot(next, next));
            if (!(length > 0)) {
                break;
            }
            basis[k] = scaled(1 / length, next);
            next = matrix.apply(basis[k]);
            diagonal[k] = dot(basis[k], next);
            left -= diagonal[k];
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j <= k; j++) {
                    axpy(-dot(basis[j], next), basis[j], next);
                }
            }
            beside[k] = Math.sqrt(dot(next, next));
            diagonal[k + 1] = Math.max(0, left) + 1e-12 * trace;
            best = Math.min(best, top(diagonal, beside, k + 2));
            boolean settled = k % SPAN == SPAN - 1 && best > SETTLED * earlier;
            if (beside[k] <= 1e-14 * trace || best <= enough || settled) {
                break;
            }
            earlier = k % SPAN == SPAN - 1 ? best : earlier;
        }
        return best * (1 + 1e-9);
    }

    /** The largest eigenvalue of a symmetric tridiagonal matrix from above, by bisection on the signs of its pivots. */
    static double top(double[] diagonal, double[] beside, int size) {
        double high = 0;
        for (int k = 0; k < size; k++) {
            double reach = (k > 0 ? beside[k - 1] : 0) + (k < size - 1 ? beside[k] : 0);
            high = Math.max(high, diagonal[k] + reach);
        }
        double low = 0;
        for (int step = 0; step < 60 && high > 0; step++) {
            double middle = 0.5 * (low + high);
            boolean above = true;
            double pivot = middle - diagonal[0];
            for (int k = 1; k < size && above; k++) {
                above = pivot > 0;
                pivot = middle - diagonal[k] - beside[k - 1] * beside[k - 1] / pivot;
            }
            if (above && pivot > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** An upper bound of ‖W‖₂: the eighth root of tr (WᵀW)⁴, or the Frobenius norm of a large matrix. */
    static double norm(double[] theta, DenseChain.Link link) {
        int small = Math.min(link.fanIn(), link.fanOut());
        double square = 0;
        double largest = 0;
        for (int k = link.weight(); k < link.weight() + link.fanIn() * link.fanOut(); k++) {
            largest = Math.max(largest, Math.abs(theta[k]));
        }
        if (largest == 0 || !(largest < Double.POSITIVE_INFINITY)) {
            return largest;
        }
        boolean overInputs = link.fanIn() >= link.fanOut();
        int outer = overInputs ? link.outputStep() : link.inputStep();
        int inner = overInputs ? link.inputStep() : link.outputStep();
        int length = Math.max(link.fanIn(), link.fanOut());
        if (small > LARGEST_GRAM) {
            for (int k = link.weight(); k < link.weight() + link.fanIn() * link.fanOut(); k++) {
                square += theta[k] / largest * (theta[k] / largest);
            }
            return largest * Math.sqrt(square) * (1 + 1e-9);
        }
        double[][] rows = new double[small][length];
        for (int a = 0; a < small; a++) {
            for (int i = 0; i < length; i++) {
                rows[a][i] = theta[link.weight() + a * outer + i * inner] / largest;
            }
        }
        double[][] gram = products(rows);
        double[][] fourth = products(gram);
        double sum = 0;
        for (double[] row : fourth) {
            sum += dot(row, row);
        }
        return largest * Math.pow(sum, 0.125) * (1 + 1e-9);
    }

    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        for (int a = 0; a < rows.length; a++) {
            for (int b = 0; b <= a; b++) {
                products[a][b] = dot(rows[a], rows[b]);
                products[b][a] = products[a][b];
            }
        }
        return products;
    }

    private static double dot(double[] x, double[] y) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 1 < x.length; i += 2) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
        }
        return i < x.length ? s0 + s1 + x[i] * y[i] : s0 + s1;
    }

    private static void axpy(double a, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }

    private static double[] scaled(double a, double[] x) {
        double[] y = new double[x.length];
        axpy(a, x, y);
        return y;
    }
}
