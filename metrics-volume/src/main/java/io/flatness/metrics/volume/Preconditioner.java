package io.flatness.metrics.volume;

/**
 * A linear map P under which a sublevel set looks round: θ + P y with y about as far from the origin in all directions.
 *
 * <p>Any P leaves the estimates unbiased; a good one keeps their variance low.
 */
interface Preconditioner {
    /** What it is made of, for the results: {@code none}, {@code diagonal}, {@code hessian} … */
    String kind();

    /** P y. */
    double[] apply(double[] y);

    /** Pᵀ x. */
    double[] applyTransposed(double[] x);

    /** P⁻¹ x. */
    double[] solve(double[] x);

    /** log |det P|. */
    double logDeterminant();

    /** The squared lengths of the columns of P, the diagonal of PᵀP. */
    double[] squaredLengths();
}
