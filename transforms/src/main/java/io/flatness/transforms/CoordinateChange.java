package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.Optional;

/** A new surface L∘g and the point η = g⁻¹(θ) on it, for a bijection g. */
final class CoordinateChange implements Transform {
    private final Coordinates coordinates;

    CoordinateChange(Coordinates coordinates) {
        this.coordinates = coordinates;
    }

    /** Makes g for a minimum. */
    interface Coordinates {
        /**
         * g: η ↦ θ.
         *
         * @throws io.flatness.spi.RefusedException when there is no such change of coordinates at this point
         */
        Bijection at(Minimum minimum, Context context);

        /** Throws when a parameter does not fit a surface of this dimension. */
        void check(int dimension);

        /** Whether g reaches all of ℝⁿ. */
        default boolean onto() {
            return true;
        }
    }

    @Override
    public Optional<Invariance> family() {
        return Optional.of(Invariance.REPARAMETRIZATION);
    }

    @Override
    public boolean changesCoordinates() {
        return true;
    }

    @Override
    public void check(LossSurface surface) {
        coordinates.check(surface.dimension());
    }

    @Override
    public Transformed apply(Minimum minimum, Context context) {
        LossSurface surface = minimum.surface();
        check(surface);
        Bijection map = coordinates.at(minimum, context);
        Minimum moved =
                new Minimum(new ReparametrizedSurface(surface, map, surface.layout()), map.inverse(minimum.theta()));
        return new Transformed(moved, coordinates.onto() ? Optional.of(new InverseBijection(map)) : Optional.empty());
    }
}
