package io.flatness.spi.loss;

/**
 * The thing measured: a point on a loss surface. Whether it is a minimum is reported, not assumed.
 *
 * @param surface the loss surface
 * @param theta the point, length {@code surface.dimension()}; owned by this record, never written to
 */
public record Minimum(LossSurface surface, double[] theta) {
    /** Checks the length. */
    public Minimum {
        surface.layout().requireVector(theta);
    }
}
