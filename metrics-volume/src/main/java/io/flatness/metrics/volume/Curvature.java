package io.flatness.metrics.volume;

/** What shapes the directions in which a set is searched. */
public enum Curvature {
    /** Nothing: all directions alike. */
    NONE,
    /** The diagonal of the Hessian. */
    DIAGONAL,
    /** The Hessian: all of its axes up to 1000 parameters, beyond that those of the largest eigenvalues. */
    HESSIAN,
    /** The same of the Gauss–Newton matrix. */
    GAUSS_NEWTON;

    /** As experiments write it. */
    String yaml() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
