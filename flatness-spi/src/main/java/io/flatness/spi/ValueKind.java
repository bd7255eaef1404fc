package io.flatness.spi;

/** What a measured number is. A number is never reported without it. */
public enum ValueKind {
    /** Exact up to rounding. */
    EXACT,
    /** A random estimate; carries a standard error. */
    ESTIMATE,
    /** A proved lower bound on the quantity. */
    LOWER_BOUND,
    /** A proved upper bound on the quantity. */
    UPPER_BOUND,
    /** The quantity is infinite; carries a certified lower bound and the budget of the search. */
    DIVERGENT,
    /** The quantity has no value here; carries the reason. */
    UNDEFINED
}
