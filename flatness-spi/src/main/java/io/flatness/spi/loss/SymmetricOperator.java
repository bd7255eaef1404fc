package io.flatness.spi.loss;

/**
 * A symmetric matrix known by its products. Thread-safe unless it says otherwise; one product at a time is enough for
 * callers, since a product is parallel inside.
 */
public interface SymmetricOperator {
    /** Number of rows. */
    int dimension();

    /**
     * into := A x.
     *
     * @param x length {@link #dimension()}; not modified
     * @param into length {@link #dimension()}; must not be {@code x}
     */
    void apply(double[] x, double[] into);

    /** A x as a new array. */
    default double[] apply(double[] x) {
        double[] into = new double[dimension()];
        apply(x, into);
        return into;
    }

    /** Several products at once: into[i] := A xs[i]. */
    default void applyBlock(double[][] xs, double[][] into) {
        for (int i = 0; i < xs.length; i++) {
            apply(xs[i], into[i]);
        }
    }
}
