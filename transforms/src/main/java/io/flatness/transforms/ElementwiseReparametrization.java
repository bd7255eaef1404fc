package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;

/** One function for every parameter: θ = sinh η, or θ = ± exp η. */
final class ElementwiseReparametrization {
    private ElementwiseReparametrization() {}

    static Transform of(ElementwiseParameters parameters) {
        return new CoordinateChange(
                parameters.function() == ElementwiseParameters.Function.SINH ? new Sinh() : new LogScale());
    }

    private record Sinh() implements CoordinateChange.Coordinates {
        @Override
        public Bijection at(Minimum minimum, Context context) {
            double[] origin = new double[minimum.theta().length];
            return new ElementwiseMap(origin, origin, new SinhProfile());
        }

        @Override
        public void check(int dimension) {}
    }

    private record LogScale() implements CoordinateChange.Coordinates {
        @Override
        public Bijection at(Minimum minimum, Context context) {
            double[] signs = new double[minimum.theta().length];
            for (int i = 0; i < signs.length; i++) {
                signs[i] = Math.signum(minimum.theta()[i]);
                if (signs[i] == 0) {
                    throw new RefusedException(
                            "log-scale coordinates have no place for the value 0, which parameter " + i + " has");
                }
            }
            return new LogScaleMap(signs);
        }

        @Override
        public void check(int dimension) {}

        @Override
        public boolean onto() {
            return false;
        }
    }
}
