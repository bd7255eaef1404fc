package io.flatness.networks.engine;

/** The arithmetic inside; vectors outside are always double. */
public enum Precision {
    /** Double precision. */
    FLOAT64,
    /** Single precision inside layers; losses and sums over tiles in double. */
    FLOAT32
}
