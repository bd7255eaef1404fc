package io.flatness.metrics.hessian;

import io.flatness.numerics.LanczosQuadrature;
import io.flatness.numerics.RowSpace;
import io.flatness.spi.Context;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * The spectrum of a curvature matrix too large to write out, seen from the row space of the Jacobian.
 *
 * <p>Gauss–Newton and Fisher matrices are JᵀSJ, and so is the Hessian where no residual bends it: nothing of them lies outside
 * the span of the N·C rows of J. With an orthonormal basis Q of it, T = Q A Qᵀ has all eigenvalues of A that are not zero. What
 * T leaves out is not assumed to vanish but measured: each eigenvalue of A is within ‖A − QᵀTQ‖₂ of one of T or of zero (Weyl).
 * That norm is twice the largest Ritz value of 40 Lanczos steps from a Gaussian vector, too small with a probability below 1e-9 for
 * any matrix of up to 10⁸ rows (Kuczyński and Woźniakowski (1992), SIAM J. Matrix Anal. Appl. 13, for the square of the remainder).
 *
 * @param eigenvalues all n, descending, those outside of the span as zeros
 * @param error how far each may be off: the remainder and rounding
 * @param products all products
 */
record Compressed(double[] eigenvalues, double error, int products) {
    private static final int STEPS = 40;
    private static final int BLOCK = 16;

    /** Most numbers of the basis. */
    private static final long MAX_BASIS_DOUBLES = 1L << 27;

    /** The compression; empty where the surface has no Jacobian, or one with too many rows. Shared between metrics. */
    static Optional<Compressed> of(Curvature curvature, MetricContext context) {
        Optional<JacobianProducts> jacobian = curvature.minimum().surface().as(JacobianProducts.class);
        Optional<EmpiricalRisk> risk = curvature.minimum().surface().as(EmpiricalRisk.class);
        if (jacobian.isEmpty() || risk.isEmpty()) {
            return Optional.empty();
        }
        long rows = (long) risk.get().sampleCount() * risk.get().outputCount();
        if (rows > Curvature.LARGE || rows * curvature.dimension() > MAX_BASIS_DOUBLES) {
            return Optional.empty();
        }
        return Optional.of(context.memo(
                "hessian.compressed." + curvature.selection().key(),
                Compressed.class,
                given -> compress(curvature, jacobian.get(), (int) rows, given)));
    }

    private static Compressed compress(Curvature curvature, JacobianProducts jacobian, int rows, Context context) {
        LinearAlgebra algebra = context.linearAlgebra();
        int n = curvature.dimension();
        double[] theta = curvature.minimum().theta();
        RowSpace space = new RowSpace(n, Math.min(rows, n), algebra);
        for (int start = 0; start < rows; start += BLOCK) {
            double[][] block = new double[Math.min(BLOCK, rows - start)][];
            for (int i = 0; i < block.length; i++) {
                context.checkCancelled();
                double[] unit = new double[rows];
                unit[start + i] = 1;
                block[i] = curvature.restrict(jacobian.vectorJacobian(theta, unit));
            }
            space.append(block);
        }
        SymmetricOperator operator = Extremes.watched(curvature.operator(), context);
        double[] compressed = space.compress(operator);
        int rank = space.size();
        double[] inside = rank == 0 ? new double[0] : algebra.eigenvalues(compressed, rank);
        double[] all = new double[n];
        for (int i = 0; i < rank; i++) {
            all[inside[i] > 0 ? i : n - rank + i] = inside[i];
        }
        RandomGenerator random = context.random("hessian.remainder");
        LanczosQuadrature rest = LanczosQuadrature.random(
                space.remainder(operator, compressed),
                unused -> DoubleStream.generate(random::nextGaussian).limit(n).toArray(),
                STEPS,
                random,
                algebra);
        double[] nodes = rest.nodes();
        double left = 2 * Math.max(Math.abs(nodes[0]), Math.abs(nodes[nodes.length - 1]));
        double norm = Math.max(Math.abs(all[0]), Math.abs(all[n - 1]));
        return new Compressed(all, left + SpectrumMeasure.roundingOf(rank, norm), rows + rank + rest.products());
    }

    Inertia inertia(double tolerance) {
        return Inertia.of(eigenvalues, tolerance, error);
    }
}
