package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The eigenvalues of largest magnitude of D H D for many diagonal matrices D: all of them where H is small, a few by Lanczos
 * where it is not.
 */
final class LeadingEigenvalues {
    /** Up to this size all eigenvalues are computed. */
    private static final int ALL = 120;
    /** Up to this size H is written out once: products with it are then cheaper than with the network. */
    private static final int WRITTEN = 1500;

    private static final int FEW = 8;

    private final SymmetricOperator hessian;
    private final LinearAlgebra algebra;
    private final Supplier<RandomGenerator> random;
    private final int maxProducts;
    private int products;

    /**
     * Creates it.
     *
     * @param hessian H; multiplied with the identity once where n is at most 1500
     * @param random the same stream each time it is asked
     * @param maxProducts products with a large H that may be spent
     */
    LeadingEigenvalues(
            SymmetricOperator hessian, LinearAlgebra algebra, Supplier<RandomGenerator> random, int maxProducts) {
        this.hessian = hessian.dimension() <= WRITTEN ? new WrittenOperator(DenseSymmetric.of(hessian)) : hessian;
        this.algebra = algebra;
        this.random = random;
        this.maxProducts = hessian.dimension() <= WRITTEN ? Integer.MAX_VALUE : maxProducts;
    }

    /** A matrix as an operator. */
    private record WrittenOperator(DenseSymmetric matrix) implements SymmetricOperator {
        @Override
        public int dimension() {
            return matrix.n();
        }

        @Override
        public void apply(double[] x, double[] into) {
            System.arraycopy(matrix.apply(x), 0, into, 0, into.length);
        }
    }

    /**
     * What was found.
     *
     * @param magnitudes |λ|, descending
     * @param vectors their unit vectors
     * @param residuals ‖A v − λ v‖₂ of each
     * @param complete whether these are all eigenvalues
     * @param converged whether the residuals are as small as asked
     */
    record Leading(double[] magnitudes, double[][] vectors, double[] residuals, boolean complete, boolean converged) {}

    /** Whether more products may be spent. */
    boolean affordable() {
        return products < maxProducts;
    }

    /** Whether H is small enough for accurate vectors at every step. */
    boolean written() {
        return hessian instanceof WrittenOperator;
    }

    /**
     * The eigenvalues of D H D.
     *
     * @param tolerance of the residuals where the eigenvalues are iterated
     */
    Leading of(double[] diagonal, double tolerance) {
        ScaledOperator scaled = new ScaledOperator(hessian, diagonal);
        int n = diagonal.length;
        EigenPairs pairs;
        if (n <= ALL) {
            DenseSymmetric matrix = DenseSymmetric.of(scaled);
            SymmetricEigen eigen = matrix.eigen(algebra);
            pairs = matrix.extreme(eigen, n, SpectrumEnd.MAGNITUDE);
        } else {
            int left = Math.max(10, maxProducts - products);
            pairs = new Lanczos(FEW, SpectrumEnd.MAGNITUDE, tolerance, 1, Math.min(left, 4000))
                    .solve(scaled, random.get(), algebra);
            products += pairs.products();
        }
        double[] magnitudes = new double[pairs.values().length];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(pairs.values()[i]);
        }
        return new Leading(magnitudes, pairs.vectors(), pairs.residuals(), magnitudes.length == n, pairs.converged());
    }
}
