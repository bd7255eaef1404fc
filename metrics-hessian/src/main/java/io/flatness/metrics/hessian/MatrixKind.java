package io.flatness.metrics.hessian;

import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;

/** Which curvature matrix is measured. */
public enum MatrixKind {
    /** ∇²L(θ). */
    HESSIAN,
    /** G = Σ Jᵀ (∂²ℓ/∂f²) J, averaged like the loss. */
    GAUSS_NEWTON,
    /** The Fisher information of the model's own predictive distribution. */
    FISHER,
    /** The mean of gᵢgᵢᵀ over samples. */
    EMPIRICAL_FISHER;

    /** Whether the surface has such a matrix. */
    boolean available(Minimum minimum) {
        return this == HESSIAN || minimum.surface().as(GaussNewton.class).isPresent();
    }

    /** The operator at a point where it is {@link #available}. */
    SymmetricOperator at(Minimum minimum) {
        double[] theta = minimum.theta();
        if (this == HESSIAN) {
            return minimum.surface().hessianAt(theta);
        }
        GaussNewton relatives = minimum.surface().as(GaussNewton.class).orElseThrow();
        return switch (this) {
            case FISHER -> relatives.fisherAt(theta);
            case EMPIRICAL_FISHER -> relatives.empiricalFisherAt(theta);
            default -> relatives.gaussNewtonAt(theta);
        };
    }

    /** Its name in experiments. */
    String kebab() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
