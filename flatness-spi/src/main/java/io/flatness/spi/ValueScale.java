package io.flatness.spi;

/** How two values of a metric are compared. */
public enum ValueScale {
    /** The value is the quantity: a change is a ratio. */
    LINEAR,
    /** The value is the natural logarithm of the quantity: a change is a difference. */
    LOGARITHMIC
}
