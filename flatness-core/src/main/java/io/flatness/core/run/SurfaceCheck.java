package io.flatness.core.run;

import io.flatness.spi.Context;
import io.flatness.spi.UndefinedException;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks once a run that a surface is deterministic and its Hessian symmetric. */
final class SurfaceCheck {
    /** Far above rounding in float32, far below what a wrong Hessian shows. */
    private static final double SYMMETRY_TOLERANCE = 1e-4;

    private SurfaceCheck() {}

    /** What is wrong, one sentence each. */
    static List<String> warnings(Minimum minimum, Context context) {
        List<String> warnings = new ArrayList<>();
        double[] theta = minimum.theta();
        double first = minimum.surface().value(theta);
        double second = minimum.surface().value(theta);
        if (Double.doubleToLongBits(first) != Double.doubleToLongBits(second)) {
            warnings.add("the loss is not deterministic: two evaluations at the same point gave " + first + " and "
                    + second + "; no number measured of it means much");
        }
        try {
            asymmetry(minimum, context).ifPresent(warnings::add);
        } catch (UndefinedException e) {
            warnings.add("the Hessian is undefined at the starting point: " + e.getMessage());
        }
        return warnings;
    }

    private static Optional<String> asymmetry(Minimum minimum, Context context) {
        double[] theta = minimum.theta();
        LinearAlgebra algebra = context.linearAlgebra();
        double[] u = context.random("symmetry u").doubles(theta.length, -1, 1).toArray();
        double[] v = context.random("symmetry v").doubles(theta.length, -1, 1).toArray();
        SymmetricOperator hessian = minimum.surface().hessianAt(theta);
        double[] hu = hessian.apply(u);
        double[] hv = hessian.apply(v);
        double uhv = algebra.dot(u, hv);
        double vhu = algebra.dot(v, hu);
        double scale = algebra.norm(u) * algebra.norm(hv) + algebra.norm(v) * algebra.norm(hu);
        return Math.abs(uhv - vhu) <= SYMMETRY_TOLERANCE * scale
                ? Optional.empty()
                : Optional.of("the Hessian is not symmetric: u'Hv = " + uhv + " but v'Hu = " + vhu
                        + "; its products are wrong");
    }
}
