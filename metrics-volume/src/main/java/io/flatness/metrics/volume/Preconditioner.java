package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.ExactCurvature;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A linear map P under which the sublevel set looks round: P = √(2ε) |H|^{-1/2}, with eigenvalues floored so that no axis
 * is longer than the point is far from the origin; axes at the floor take the length that the set has along them. Any P leaves the estimate unbiased; a good one keeps its variance low.
 *
 * @param kind {@code hessian}, {@code diagonal} or {@code none}
 * @param axes length of each axis
 * @param vectors orthonormal axes, or {@code null} for those of the coordinates
 */
record Preconditioner(String kind, double[] axes, double @Nullable [][] vectors) {
    /** Largest dimension whose Hessian is formed and decomposed. */
    private static final int DENSE = 400;

    private static final int SCAN_STEPS = 24;

    /** No axis longer than the point is far from the origin. */
    static Preconditioner of(SublevelSet set, MetricContext context) {
        return of(set, context.linearAlgebra().norm(set.theta()), context);
    }

    /** No axis longer than {@code longest}; 0 for a thousand times the shortest. */
    static Preconditioner of(SublevelSet set, double longest, MetricContext context) {
        int n = set.dimension();
        if (n <= DENSE) {
            SymmetricEigen eigen =
                    DenseSymmetric.of(set.surface().hessianAt(set.theta())).eigen(context.linearAlgebra());
            double[] axes = axes(eigen.values(), set, longest);
            for (int k = 0; k < n; k++) {
                if (2 * set.epsilon() > Math.abs(eigen.values()[k]) * axes[k] * axes[k] * (1 + 1e-9)) {
                    axes[k] = seen(set, eigen.vectors()[k], axes[k]);
                }
            }
            return new Preconditioner("hessian", axes, eigen.vectors());
        }
        Optional<ExactCurvature> curvature = set.surface().as(ExactCurvature.class);
        if (curvature.isPresent()) {
            double[] diagonal = curvature.get().hessianDiagonal(set.theta());
            if (finite(diagonal)) {
                return new Preconditioner("diagonal", axes(diagonal, set, longest), null);
            }
        }
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return new Preconditioner("none", ones, null);
    }

    private static double[] axes(double[] curvatures, SublevelSet set, double size) {
        double largest = 0;
        for (double curvature : curvatures) {
            largest = Math.max(largest, Math.abs(curvature));
        }
        double[] axes = new double[curvatures.length];
        if (largest == 0) {
            Arrays.fill(axes, 1);
            return axes;
        }
        double shortest = Math.sqrt(2 * set.epsilon() / largest);
        double longest = size == 0 ? shortest * 1e3 : Math.max(size, shortest);
        for (int i = 0; i < axes.length; i++) {
            axes[i] = Math.min(longest, Math.sqrt(2 * set.epsilon() / Math.abs(curvatures[i])));
        }
        return axes;
    }

    /** Half the width of the set along an axis, no longer than {@code longest}. */
    private static double seen(SublevelSet set, double[] axis, double longest) {
        double[] backwards = new double[axis.length];
        for (int i = 0; i < axis.length; i++) {
            backwards[i] = -axis[i];
        }
        double forth = new RayExit(set, axis, SCAN_STEPS, 1).find(longest).distance();
        double back = new RayExit(set, backwards, SCAN_STEPS, 1).find(longest).distance();
        return 0.5 * (forth + back);
    }

    private static boolean finite(double[] values) {
        for (double v : values) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }

    /** P u. */
    double[] apply(double[] u) {
        double[] y = new double[u.length];
        if (vectors == null) {
            for (int i = 0; i < u.length; i++) {
                y[i] = axes[i] * u[i];
            }
            return y;
        }
        for (int k = 0; k < u.length; k++) {
            double c = axes[k] * u[k];
            for (int i = 0; i < y.length; i++) {
                y[i] += c * vectors[k][i];
            }
        }
        return y;
    }

    /** Pᵀ x. */
    double[] applyTransposed(double[] x) {
        double[] y = new double[x.length];
        for (int k = 0; k < y.length; k++) {
            if (vectors == null) {
                y[k] = axes[k] * x[k];
                continue;
            }
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += vectors[k][i] * x[i];
            }
            y[k] = axes[k] * sum;
        }
        return y;
    }

    double logDeterminant() {
        double sum = 0;
        for (double axis : axes) {
            sum += Math.log(axis);
        }
        return sum;
    }
}
