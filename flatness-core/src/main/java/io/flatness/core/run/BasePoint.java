package io.flatness.core.run;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Reparametrized;
import java.util.Optional;

/** Points as seen from below their changes of coordinates. */
final class BasePoint {
    private BasePoint() {}

    /** The point as seen by a type of surface: itself, or its base point when it is in other coordinates. */
    static <C> Optional<Seen<C>> as(Minimum minimum, Class<C> type) {
        LossSurface surface = minimum.surface();
        Optional<C> direct = surface.as(type);
        if (direct.isPresent()) {
            return Optional.of(new Seen<>(direct.get(), minimum.theta()));
        }
        return base(minimum).flatMap(base -> as(base, type));
    }

    /** The point in the original coordinates, if it is in others. */
    static Optional<Minimum> base(Minimum minimum) {
        return minimum.surface()
                .as(Reparametrized.class)
                .map(r -> new Minimum(r.base(), r.coordinates().forward(minimum.theta())));
    }

    /** The point in the coordinates of the network itself, through any number of changes of coordinates. */
    static Minimum innermost(Minimum minimum) {
        return base(minimum).map(BasePoint::innermost).orElse(minimum);
    }

    /** Outputs in float64, row-major; empty for a surface without outputs. */
    static Optional<double[]> outputs(Minimum minimum) {
        return as(minimum, EmpiricalRisk.class).map(seen -> seen.surface().outputs(seen.theta()));
    }

    /**
     * A point on a surface of a certain type.
     *
     * @param theta the point in that surface's coordinates
     */
    record Seen<C>(C surface, double[] theta) {}
}
