package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;

/** Appendix A: inside a ball, distances from its center are stretched or shrunk; outside nothing moves. */
final class Radial {
    private Radial() {}

    static Transform of(RadialParameters parameters) {
        return new CoordinateChange(new Ball(parameters));
    }

    private record Ball(RadialParameters parameters) implements CoordinateChange.Coordinates {
        /** η = c + ψ(r)u with ψ(r̂) = ρ, hence g has the knee at ρ. */
        @Override
        public Bijection at(Minimum minimum, Context context) {
            double[] center = parameters.center().around(minimum.theta());
            return new RadialMap(
                    center, center, new PiecewiseProfile(parameters.rho(), parameters.rHat(), parameters.delta()));
        }

        @Override
        public void check(int dimension) {
            parameters.center().check(dimension);
        }
    }
}
