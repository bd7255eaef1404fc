package io.flatness.spi;

/** Which direction of a metric its authors call flat. */
public enum Orientation {
    /** A smaller value is called flatter: curvature, sharpness. */
    SMALLER_IS_FLATTER,
    /** A larger value is called flatter: volume. */
    LARGER_IS_FLATTER
}
