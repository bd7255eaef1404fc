package io.flatness.spi.loss;

/**
 * A capability: exact diagonal and block traces of the Hessian without probes.
 *
 * <p>For piecewise-linear networks every diagonal block of H equals that of the Gauss–Newton matrix, so both come out of
 * (outputs + 1) backward passes.
 */
public interface ExactCurvature {
    /** The diagonal of ∇²L(θ), length n. */
    double[] hessianDiagonal(double[] theta);

    /** tr of each diagonal block of ∇²L(θ), in the order of the layout's blocks. */
    double[] hessianBlockTraces(double[] theta);
}
