package io.flatness.spi;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.Optional;

/** Another way to write the same function: new parameters on the same surface, or new coordinates. Thread-safe. */
public interface Transform {
    /**
     * Writes the minimum in other parameters.
     *
     * @throws RefusedException when it would change the function, or when it has no meaning for this surface
     */
    Transformed apply(Minimum minimum, Context context);

    /** The family to which the transform belongs; empty for one that belongs to none. */
    Optional<Invariance> family();

    /** Whether the result is a new surface L∘g rather than a new point on the same surface. */
    default boolean changesCoordinates() {
        return false;
    }

    /**
     * Checks, before anything is computed, that the transform fits the surface (a layer index in range, an architecture
     * that it preserves).
     *
     * @throws RefusedException when the architecture refuses
     * @throws InvalidParameterException when a parameter does not fit any surface of this shape
     */
    default void check(LossSurface surface) {}
}
