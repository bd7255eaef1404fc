package io.flatness.spi;

/**
 * A value that is (Σ_k c_k factor_k^power)^root after a diagonal rescaling, for every choice of positive factors: a trace of
 * the Hessian with power −2 and root 1, a norm of the parameters with power 2 and root ½.
 *
 * <p>Such a value is log-convex in the logarithms of the factors, so that its infimum over all rescalings of a network is
 * exact.
 *
 * @param coefficients c, one per parameter in layout order, at least 0; not copied, not modified
 * @param power the power of every factor, not 0
 * @param root what the sum is raised to, greater than 0
 */
public record PowerSum(double[] coefficients, double power, double root) {
    /** Checks the exponents. */
    public PowerSum {
        if (power == 0 || !(root > 0)) {
            throw new IllegalArgumentException("power is " + power + " and root " + root
                    + "; power must not be 0 and root must be greater than 0");
        }
    }

    /** The value where all factors are 1. */
    public double value() {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum += coefficient;
        }
        return Math.pow(sum, root);
    }
}
