package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;

/** Figure 5: η = (‖θ − c‖² + b)^a (θ − c), for the whole vector or for every coordinate. */
final class PowerReparametrization {
    private PowerReparametrization() {}

    static Transform of(PowerParameters parameters) {
        return new CoordinateChange(new Power(parameters));
    }

    private record Power(PowerParameters parameters) implements CoordinateChange.Coordinates {
        @Override
        public Bijection at(Minimum minimum, Context context) {
            double[] center = parameters.center().around(minimum.theta());
            requireSmooth(center, minimum.theta());
            double[] image = new double[center.length];
            PowerProfile profile = new PowerProfile(parameters.a(), parameters.b());
            return new InverseBijection(
                    parameters.per() == PowerParameters.Per.NORM
                            ? new RadialMap(center, image, profile)
                            : new ElementwiseMap(center, image, profile));
        }

        private void requireSmooth(double[] center, double[] theta) {
            if (parameters.b() > 0 || parameters.a() == 0) {
                return;
            }
            int at = 0;
            for (int i = 0; i < theta.length; i++) {
                at += theta[i] == center[i] ? 1 : 0;
            }
            if (at == theta.length || at > 0 && parameters.per() == PowerParameters.Per.COORDINATE) {
                throw new RefusedException("power-reparametrization with b = 0 has the derivative "
                        + (parameters.a() < 0 ? "infinity" : "0") + " at its center, where this point lies"
                        + (at == theta.length ? "" : " in " + at + " coordinates") + "; take b > 0");
            }
        }

        @Override
        public void check(int dimension) {
            parameters.center().check(dimension);
        }
    }
}
