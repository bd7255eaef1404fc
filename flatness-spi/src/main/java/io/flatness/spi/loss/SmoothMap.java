package io.flatness.spi.loss;

import java.util.List;

/**
 * A smooth map y = g(x) from ℝᵐ to ℝⁿ, with J = ∂g/∂x. Immutable and thread-safe.
 *
 * <p>Products are exact at any point where the map is twice differentiable; implementations say where it is not.
 */
public interface SmoothMap {
    /** m, the length of x. */
    int dimension();

    /** n, the length of y; larger coordinates than needed (m &gt; n) are allowed, as in weight normalization. */
    int imageDimension();

    /** g(x), length n. */
    double[] forward(double[] x);

    /** J v at x, length n. */
    double[] pushForward(double[] x, double[] v);

    /** Jᵀ w at x, length m. */
    double[] pullBack(double[] x, double[] w);

    /** (Σᵢ wᵢ ∇²gᵢ(x)) v: the second-order term of the Hessian of L∘g with w = ∇L(g(x)). Zero for an affine map. */
    double[] secondOrder(double[] x, double[] w, double[] v);

    /** Whether J does not depend on x. */
    boolean affine();

    /**
     * Groups of coordinates whose common positive factor leaves the image alone at every point, such as v in w = s v/‖v‖:
     * indices of η, group by group. A sublevel set that is open has infinite volume along them.
     */
    default List<int[]> freeScales() {
        return List.of();
    }
}
