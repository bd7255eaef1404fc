package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Extreme eigenpairs by thick-restart block Lanczos with full reorthogonalization.
 *
 * <p>After convergence a fresh random vector, orthogonal to what was found, looks for further eigenvalues that belong
 * among them: a single Krylov space sees a repeated eigenvalue once. All tolerances are relative to ‖A‖₂. Memory {@code
 * basis} vectors. Source: Wu and Simon (2000), SIAM J. Matrix Anal. Appl. 22; Parlett, The Symmetric Eigenvalue Problem,
 * §13.
 *
 * @param count number of pairs, at least 1; at most n are returned
 * @param which the end of the spectrum
 * @param tolerance residuals are to be at most tolerance · ‖A‖₂; in (0, 1)
 * @param blockSize vectors per product, at least 1: a larger block finds higher multiplicities at once
 * @param maxProducts products allowed
 */
public record Lanczos(int count, SpectrumEnd which, double tolerance, int blockSize, int maxProducts) {
    private static final long MAX_BASIS_DOUBLES = 1L << 27;
    private static final int MAX_ROUNDS = 50;
    /** Products in single precision, summed over many samples, may be off by this share of ‖A‖₂. */
    private static final double COARSEST_PRODUCTS = 1e-5;

    /** Checks the ranges. */
    public Lanczos {
        if (count < 1 || blockSize < 1 || maxProducts < 1 || !(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException("count " + count + ", blockSize " + blockSize + " and maxProducts "
                    + maxProducts + " must be at least 1 and tolerance " + tolerance + " in (0, 1)");
        }
    }

    /** One vector a product and a residual of 1e-10 · ‖A‖₂. */
    public static Lanczos of(int count, SpectrumEnd which) {
        return new Lanczos(count, which, 1e-10, 1, 10_000);
    }

    /**
     * Computes the pairs.
     *
     * @param random draws the start; the same stream gives the same bits
     * @throws ArithmeticException when a product is not finite
     */
    public EigenPairs solve(SymmetricOperator operator, RandomGenerator random, LinearAlgebra algebra) {
        return new Run(operator, random, algebra).solve();
    }

    /** Vectors in the basis: plenty, since a product costs far more than an orthogonalization. */
    private int capacity(int n) {
        int wanted = Math.min(count, n);
        long least = wanted + 2L * blockSize + 8;
        long plenty = Math.max(3L * wanted + 3L * blockSize + 20, 60);
        return (int) Math.min(n, Math.max(least, Math.min(plenty, MAX_BASIS_DOUBLES / n)));
    }

    private final class Run {
        private final SymmetricOperator operator;
        private final LinearAlgebra algebra;
        private final LanczosBasis basis;
        private final int wanted;
        private double[] theta = new double[0];
        private double[][] s = new double[0][];
        private double largest = Double.NEGATIVE_INFINITY;
        private double smallest = Double.POSITIVE_INFINITY;

        Run(SymmetricOperator operator, RandomGenerator random, LinearAlgebra algebra) {
            this.operator = operator;
            this.algebra = algebra;
            this.wanted = Math.min(count, operator.dimension());
            this.basis = new LanczosBasis(operator, random, capacity(operator.dimension()));
        }

        EigenPairs solve() {
            refill();
            iterate(wanted, maxProducts);
            boolean verified = false;
            for (int round = 0; !verified && round < MAX_ROUNDS && basis.products() < maxProducts; round++) {
                double[] before = Arrays.copyOf(theta, wanted);
                verified = basis.complete() || lookAgain();
                verified &= unchanged(before);
            }
            return measured(verified);
        }

        private void refill() {
            for (int j = basis.size() - basis.applied(); j < blockSize && !basis.full(1); j++) {
                basis.appendRandom();
            }
        }

        /** Keeps the wanted pairs, starts again at random beside them; true when the next pair lies clearly below. */
        private boolean lookAgain() {
            keep(wanted);
            basis.dropRemainder();
            refill();
            int budget = Math.min(maxProducts, 2 * basis.products() + 20);
            return iterate(wanted + 1, budget);
        }

        private boolean unchanged(double[] before) {
            for (int i = 0; i < wanted; i++) {
                if (which.key(theta[i]) > which.key(before[i]) + tolerance * basis.scale()) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Extends the space until the first {@code pairs} pairs have converged. A pair beyond the wanted ones need only
         * be known to lie below them.
         */
        private boolean iterate(int pairs, int budget) {
            int checkedAt = 0;
            while (basis.products() < budget && !basis.complete()) {
                if (basis.size() == basis.applied()) {
                    refill();
                }
                basis.step();
                boolean full = basis.capacity() < operator.dimension() && basis.full(blockSize);
                if (full || basis.complete() || basis.applied() - checkedAt >= Math.max(1, basis.applied() / 8)) {
                    checkedAt = basis.applied();
                    ritz();
                    if (converged(pairs)) {
                        return true;
                    }
                    if (full) {
                        keep(Math.min(basis.applied() - 2, wanted + Math.max(4, (basis.capacity() - wanted) / 3)));
                        checkedAt = basis.applied();
                    }
                }
            }
            ritz();
            return converged(pairs);
        }

        private void ritz() {
            int m = basis.applied();
            SymmetricEigen eigen = algebra.eigen(basis.projection(), m);
            int[] order = which.order(eigen.values());
            largest = Math.max(largest, eigen.values()[0]);
            smallest = Math.min(smallest, eigen.values()[m - 1]);
            theta = new double[m];
            s = new double[m][];
            for (int i = 0; i < m; i++) {
                theta[i] = eigen.values()[order[i]];
                s[i] = eigen.vectors()[order[i]];
            }
        }

        private boolean converged(int pairs) {
            if (basis.complete()) {
                return true;
            }
            if (theta.length < pairs) {
                return false;
            }
            double allowed = tolerance * basis.scale();
            for (int i = 0; i < wanted; i++) {
                if (basis.residual(s[i]) > allowed) {
                    return false;
                }
            }
            for (int i = wanted; i < pairs; i++) {
                double below = which.key(theta[wanted - 1]) - which.key(theta[i]);
                if (basis.residual(s[i]) > Math.max(allowed, 0.1 * below)) {
                    return false;
                }
            }
            return true;
        }

        private void keep(int pairs) {
            int kept = Math.min(pairs, theta.length);
            basis.restart(Arrays.copyOf(s, kept), Arrays.copyOf(theta, kept));
            s = new double[kept][kept];
            theta = Arrays.copyOf(theta, kept);
            for (int i = 0; i < kept; i++) {
                s[i][i] = 1;
            }
        }

        /** One more product per pair: the residuals are measured, not inferred. */
        private EigenPairs measured(boolean verified) {
            boolean settled = converged(wanted);
            double[][] vectors = new double[wanted][];
            for (int i = 0; i < wanted; i++) {
                vectors[i] = basis.combine(s[i]);
                Vectors.scale(1 / Vectors.norm(vectors[i]), vectors[i]);
            }
            double[][] images = new double[wanted][operator.dimension()];
            operator.applyBlock(vectors, images);
            double[] values = new double[wanted];
            double[] residuals = new double[wanted];
            for (int i = 0; i < wanted; i++) {
                values[i] = Vectors.dot(vectors[i], images[i]);
                residuals[i] = Vectors.norm(Vectors.plus(images[i], -values[i], vectors[i]));
            }
            double scale = Math.max(Math.abs(largest), Math.abs(smallest));
            double worst = Arrays.stream(residuals).max().orElse(0);
            // 1e-14: the rounding of a product in double precision, which no iteration can undercut.
            boolean limited = worst > Math.max(2 * tolerance, 1e-14) * scale;
            boolean converged = settled && worst <= Math.max(2 * tolerance, COARSEST_PRODUCTS) * scale;
            int[] order = which.order(values);
            return new EigenPairs(
                    Arrays.stream(order).mapToDouble(i -> values[i]).toArray(),
                    Arrays.stream(order).mapToObj(i -> vectors[i]).toArray(double[][]::new),
                    Arrays.stream(order).mapToDouble(i -> residuals[i]).toArray(),
                    converged,
                    converged && limited,
                    verified,
                    largest,
                    smallest,
                    basis.products() + wanted);
        }
    }
}
