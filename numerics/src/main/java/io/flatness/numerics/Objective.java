package io.flatness.numerics;

/** A differentiable function of ℝⁿ to be minimized. */
@FunctionalInterface
public interface Objective {
    /**
     * Returns f(x) and writes ∇f(x) to {@code gradient}.
     *
     * @param x not modified and not kept
     * @param gradient length n
     * @return f(x); infinite or NaN outside the domain, which a line search then steps back from
     */
    double valueAndGradient(double[] x, double[] gradient);
}
