package io.flatness.networks.problem;

/**
 * A scalar function of one or two variables with its first two derivatives.
 *
 * <p>Written so that values near a minimum keep their relative accuracy: (x² − 1)² as ((x − 1)(x + 1))², 1 − cos 2πx as
 * 2 sin² πx.
 */
interface Formula {
    /** Number of variables. */
    int dimension();

    /** f(x). */
    double value(double[] x);

    /** into := ∇f(x). */
    void gradient(double[] x, double[] into);

    /** into := ∇²f(x), row-major. */
    void hessian(double[] x, double[] into);

    /** An interval that holds f(x) for every x in a box, rounded outward. */
    Range range(Range[] x);

    /** A minimum, where an experiment stands when it does not say otherwise. */
    double[] minimum();

    /** Distance of the pre-activation from its kink; +∞ for a smooth function. */
    default double kinkMargin(double[] x) {
        return Double.POSITIVE_INFINITY;
    }
}
