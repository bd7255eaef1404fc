package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.MonomialMap;
import java.util.List;

/** θ = A η: diagonal, dense, or chosen so that the Hessian or the Fisher information becomes the identity. */
final class LinearReparametrization {
    private LinearReparametrization() {}

    static Transform of(LinearParameters parameters) {
        if (parameters.whiten() != null) {
            return new CoordinateChange(new Whitening(parameters.whiten(), parameters.floor()));
        }
        List<Double> diagonal = parameters.diagonal();
        if (diagonal != null) {
            return new CoordinateChange(new Diagonal(diagonal));
        }
        List<List<Double>> matrix = parameters.matrix();
        if (matrix == null) {
            throw new AssertionError("the parameters were checked");
        }
        return new CoordinateChange(new Dense(matrix));
    }

    private static void requireLength(String parameter, int length, int dimension) {
        if (length != dimension) {
            throw new InvalidParameterException(
                    parameter, parameter + " is for " + length + " parameters but the loss surface has " + dimension);
        }
    }

    private record Diagonal(List<Double> entries) implements CoordinateChange.Coordinates {
        @Override
        public Bijection at(Minimum minimum, Context context) {
            return MonomialMap.diagonal(
                    entries.stream().mapToDouble(Double::doubleValue).toArray());
        }

        @Override
        public void check(int dimension) {
            requireLength("diagonal", entries.size(), dimension);
        }
    }

    private record Dense(List<List<Double>> rows) implements CoordinateChange.Coordinates {
        @Override
        public Bijection at(Minimum minimum, Context context) {
            double[] matrix = rows.stream()
                    .flatMap(List::stream)
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            try {
                return new LinearMap(matrix, rows.size(), context.linearAlgebra());
            } catch (IllegalArgumentException singular) {
                throw new InvalidParameterException("matrix", String.valueOf(singular.getMessage()), singular);
            }
        }

        @Override
        public void check(int dimension) {
            requireLength("matrix", rows.size(), dimension);
        }
    }
}
