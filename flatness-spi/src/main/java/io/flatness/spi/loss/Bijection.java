package io.flatness.spi.loss;

/**
 * A smooth bijection y = g(x) of ℝⁿ, with J = ∂g/∂x. Immutable and thread-safe.
 *
 * <p>All products are exact at any point where the map is twice differentiable; implementations say where it is not.
 */
public interface Bijection {
    /** n. */
    int dimension();

    /** g(x). */
    double[] forward(double[] x);

    /** g⁻¹(y), to relative error 1e-13. */
    double[] inverse(double[] y);

    /** J v at x. */
    double[] pushForward(double[] x, double[] v);

    /** Jᵀ w at x. */
    double[] pullBack(double[] x, double[] w);

    /** J⁻¹ v at x. */
    double[] inversePushForward(double[] x, double[] v);

    /** J⁻ᵀ w at x. */
    double[] inversePullBack(double[] x, double[] w);

    /** (Σᵢ wᵢ ∇²gᵢ(x)) v: the second-order term of the Hessian of L∘g with w = ∇L(g(x)). Zero for a linear map. */
    double[] secondOrder(double[] x, double[] w, double[] v);

    /** log |det J| at x. */
    double logAbsDeterminant(double[] x);

    /** Whether J does not depend on x. */
    boolean affine();
}
