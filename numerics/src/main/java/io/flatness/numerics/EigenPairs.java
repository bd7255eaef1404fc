package io.flatness.numerics;

/**
 * Some eigenvalues of a symmetric operator and how far each can be from the truth.
 *
 * <p>[values[i] − residuals[i], values[i] + residuals[i]] contains an eigenvalue (Weyl), whatever the algorithm did.
 *
 * @param values in the order asked for
 * @param vectors vectors[i] is the unit vector of values[i]
 * @param residuals ‖A v − λ v‖₂ as measured by a product of its own
 * @param converged whether every residual is within tolerance · ‖A‖₂, up to the rounding of the products
 * @param limitedByProducts whether the iteration converged but the measured residuals stay above the tolerance: the
 *     products themselves are no more accurate, as in single precision
 * @param verified whether a fresh random start found no further eigenvalue that belongs among these (a repeated one)
 * @param largestSeen the largest Ritz value, at most the largest eigenvalue
 * @param smallestSeen the smallest Ritz value, at least the smallest eigenvalue
 * @param products products with A that were used
 */
public record EigenPairs(
        double[] values,
        double[][] vectors,
        double[] residuals,
        boolean converged,
        boolean limitedByProducts,
        boolean verified,
        double largestSeen,
        double smallestSeen,
        int products) {
    /** The largest residual. */
    public double worstResidual() {
        double worst = 0;
        for (double residual : residuals) {
            worst = Math.max(worst, residual);
        }
        return worst;
    }
}
