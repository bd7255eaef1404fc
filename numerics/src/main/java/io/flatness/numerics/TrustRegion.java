package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/**
 * Maximizes g·d + ½ dᵀHd over the closed ball ‖d‖₂ ≤ radius, for any symmetric H.
 *
 * <p>The maximizer solves (μI − H) d = g with μ ≥ max(0, λ_max). In the hard case, where g has no part in the top
 * eigenspace, a multiple of the top eigenvector fills the ball. Sources: Moré and Sorensen (1983), SIAM J. Sci. Stat.
 * Comput. 4; Gould, Lucidi, Roma and Toint (1999), SIAM J. Optim. 9 for the Krylov form.
 */
public final class TrustRegion {
    private static final int MAX_BASIS = 400;
    private static final long MAX_BASIS_DOUBLES = 1L << 27;

    private TrustRegion() {}

    /**
     * A maximizer.
     *
     * @param step d, length n; belongs to the caller
     * @param gain g·d + ½ dᵀHd, attained
     * @param upperBound no step in the ball gains more, provided that no eigenvalue of H was missed
     * @param multiplier μ
     * @param onBoundary whether ‖d‖ is the radius
     * @param hardCase whether a multiple of the top eigenvector was added
     * @param converged whether (upperBound − gain) is within tolerance · gain
     * @param products products with H that were used
     */
    public record Solution(
            double[] step,
            double gain,
            double upperBound,
            double multiplier,
            boolean onBoundary,
            boolean hardCase,
            boolean converged,
            int products) {}

    /** The exact maximizer, to rounding, from all eigenpairs of H. */
    public static Solution maximize(SymmetricEigen h, double[] g, double radius) {
        requireRadius(radius);
        double[] rotated = new double[g.length];
        for (int i = 0; i < g.length; i++) {
            rotated[i] = Vectors.dot(h.vectors()[i], g);
        }
        SecularEquation inner = new SecularEquation(h.values(), rotated, radius);
        double[] step = combine(h.vectors(), inner.step());
        return new Solution(
                step,
                inner.gain(),
                inner.gain(),
                inner.multiplier(),
                inner.onBoundary(),
                inner.hardCase(),
                true,
                h.values().length);
    }

    /**
     * The maximizer from products alone, over a Krylov space of g and a random vector, which finds the top eigenvector
     * even where g has no part in it.
     *
     * @param tolerance relative error of the gain that is good enough, in (0, 1)
     * @param maxProducts products allowed; the basis takes as many vectors, at most 400
     */
    public static Solution maximize(
            SymmetricOperator h,
            double[] g,
            double radius,
            double tolerance,
            int maxProducts,
            RandomGenerator random,
            LinearAlgebra algebra) {
        requireRadius(radius);
        int n = h.dimension();
        long room = Math.max(4, MAX_BASIS_DOUBLES / n);
        int capacity = (int) Math.min(n, Math.min(room, Math.min(MAX_BASIS, maxProducts)));
        LanczosBasis basis = new LanczosBasis(h, random, Math.max(1, capacity));
        double gNorm = Vectors.norm(g);
        boolean sloped = basis.append(g);
        if (!basis.full(1)) {
            basis.appendRandom();
        }
        while (true) {
            basis.step();
            if (basis.size() == basis.applied() && !basis.full(1)) {
                basis.appendRandom();
            }
            boolean last = basis.complete() || basis.size() == basis.applied() || basis.full(1);
            if (last || basis.applied() % 4 == 0) {
                Solution solution = project(basis, sloped ? gNorm : 0, radius, tolerance, algebra);
                if (solution.converged() || last) {
                    return solution;
                }
            }
        }
    }

    private static Solution project(
            LanczosBasis basis, double gNorm, double radius, double tolerance, LinearAlgebra algebra) {
        int m = basis.applied();
        SymmetricEigen ritz = algebra.eigen(basis.projection(), m);
        double[] rotated = new double[m];
        for (int i = 0; i < m; i++) {
            rotated[i] = gNorm * ritz.vectors()[i][0];
        }
        SecularEquation inner = new SecularEquation(ritz.values(), rotated, radius);
        double[] y = combine(ritz.vectors(), inner.step());
        // With (μ'I − H)d = g + r and μ' ≥ λ_max, no step gains more than this one plus ‖r‖·radius; raising μ to an
        // upper bound of λ_max adds at most 2(μ' − μ)·radius².
        double top = ritz.values()[0] + (basis.complete() ? 0 : basis.residual(ritz.vectors()[0]));
        double raised = Math.max(0, top - inner.multiplier());
        double gap = (basis.complete() ? 0 : basis.residual(y)) * radius + 2 * raised * radius * radius;
        // 1e-14: the rounding of the projected problem.
        boolean converged = gap <= Math.max(tolerance, 1e-14) * inner.gain() || basis.complete();
        return new Solution(
                basis.combine(y),
                inner.gain(),
                inner.gain() + gap,
                inner.multiplier(),
                inner.onBoundary(),
                inner.hardCase(),
                converged,
                basis.products());
    }

    private static double[] combine(double[][] vectors, double[] coefficients) {
        double[] x = new double[vectors[0].length];
        for (int i = 0; i < vectors.length; i++) {
            Vectors.axpy(coefficients[i], vectors[i], x);
        }
        return x;
    }

    private static void requireRadius(double radius) {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("radius is " + radius + "; it must be positive and finite");
        }
    }
}
