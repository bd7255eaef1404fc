package io.flatness.metrics.hessian;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.EigenPairs;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.Optional;

/** What a reader must know before trusting an eigenvalue. */
final class Remarks {
    /** Products in float64 are symmetric to far better than this. */
    private static final double ASYMMETRY = 1e-10;

    private Remarks() {}

    /** The measurement with a warning; empty when there is nothing to warn of. */
    static Optional<Measurement> on(
            Measurement measured, EigenPairs pairs, Curvature curvature, MetricContext context) {
        if (!pairs.converged()) {
            return Optional.of(measured.remark("the residual is " + pairs.worstResidual() + " after " + pairs.products()
                    + " products; raise maxProducts or tolerance"));
        }
        if (pairs.limitedByProducts()) {
            return Optional.of(measured.remark("the residual of " + pairs.worstResidual()
                    + " is that of the products with the matrix: no iteration makes it smaller (precision: float32)"));
        }
        if (!pairs.verified()) {
            return Optional.of(measured.remark("the products ran out before a second look for repeated eigenvalues"));
        }
        if (curvature.dimension() <= Curvature.SMALL) {
            return asymmetry(measured, curvature.dense(context));
        }
        return Optional.empty();
    }

    static Optional<Measurement> asymmetry(Measurement measured, DenseSymmetric dense) {
        return dense.asymmetry() > ASYMMETRY
                ? Optional.of(measured.remark("the matrix is not symmetric: ‖H − Hᵀ‖/‖H‖ = " + dense.asymmetry()
                        + "; its symmetric part was measured"))
                : Optional.empty();
    }

    static String productsRanOut(double tolerance) {
        return "the products ran out before the relative error of " + tolerance
                + " was reached; raise maxProducts or tolerance";
    }
}
