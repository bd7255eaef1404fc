package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The Gauss quadrature of the spectral measure that a vector z sees: Σ weightᵢ f(nodeᵢ) = zᵀf(A)z / zᵀz for polynomials
 * of degree below twice the number of nodes.
 *
 * <p>Nodes are the Ritz values, weights the squared <em>first</em> components of the eigenvectors of the tridiagonal
 * matrix. Full reorthogonalization keeps ghosts out; at a breakdown the shorter rule is exact. Over Rademacher vectors the
 * mean of the measures is the spectral density of A. Source: Golub and Meurant (2010), Matrices, Moments and Quadrature;
 * Ubaru, Chen and Saad (2017), SIAM J. Matrix Anal. Appl. 38.
 *
 * @param nodes ascending
 * @param weights positive, summing to 1
 * @param residuals ‖A v − node·v‖₂ of each Ritz vector: how sharply the node is an eigenvalue
 * @param products products used
 */
public record LanczosQuadrature(double[] nodes, double[] weights, double[] residuals, int products) {
    private static final long MAX_BASIS_DOUBLES = 1L << 27;

    /** The rule of a random vector of signs. */
    public static LanczosQuadrature random(
            SymmetricOperator operator, int steps, RandomGenerator random, LinearAlgebra algebra) {
        return of(operator, Hutchinson.rademacher(operator.dimension(), random), steps, random, algebra);
    }

    /** The rule of a random vector of signs after a projection. */
    public static LanczosQuadrature random(
            SymmetricOperator operator,
            UnaryOperator<double[]> projection,
            int steps,
            RandomGenerator random,
            LinearAlgebra algebra) {
        double[] start = Hutchinson.rademacher(operator.dimension(), random);
        return of(operator, projection.apply(start), steps, random, algebra);
    }

    /** The rule of a given vector, not zero. */
    static LanczosQuadrature of(
            SymmetricOperator operator, double[] start, int steps, RandomGenerator random, LinearAlgebra algebra) {
        int n = operator.dimension();
        int most = (int) Math.min(Math.min(steps, n), Math.max(2, MAX_BASIS_DOUBLES / n));
        LanczosBasis basis = new LanczosBasis(operator, random, Math.min(n, most + 1));
        basis.append(start);
        while (basis.applied() < most && basis.size() > basis.applied()) {
            basis.step();
        }
        int m = basis.applied();
        SymmetricEigen eigen = algebra.eigen(basis.projection(), m);
        double[] nodes = new double[m];
        double[] weights = new double[m];
        double[] residuals = new double[m];
        for (int i = 0; i < m; i++) {
            double[] vector = eigen.vectors()[m - 1 - i];
            nodes[i] = eigen.values()[m - 1 - i];
            weights[i] = vector[0] * vector[0];
            residuals[i] = basis.residual(vector);
        }
        return new LanczosQuadrature(nodes, weights, residuals, basis.products());
    }

    /** Σ weightᵢ f(nodeᵢ). */
    public double integrate(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += weights[i] * f.applyAsDouble(nodes[i]);
        }
        return sum;
    }
}
