package io.flatness.spi.loss;

/**
 * A surface in other coordinates: L_η(η) = L(g(η)), where g is {@link #coordinates()} (Section 5.1).
 *
 * <p>It is no {@link NetworkLoss}: a metric of the architecture finds the base point, {@code coordinates().forward(η)}, on
 * {@link #base()}, or is not applicable.
 */
public interface Reparametrized extends LossSurface {
    /** The surface L in the original coordinates. */
    LossSurface base();

    /** g: η ↦ θ; a {@link Bijection} where the coordinates are as many as the parameters. */
    SmoothMap coordinates();
}
