package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;

/** The loss around a point as a function of steps of some parameters. */
record PartOfSurface(Minimum minimum, int[] indices) implements LossSurface {
    @Override
    public ParameterLayout layout() {
        return ParameterLayout.single("part", indices.length);
    }

    private double[] point(double[] step) {
        double[] point = minimum.theta().clone();
        for (int k = 0; k < step.length; k++) {
            point[indices[k]] += step[k];
        }
        return point;
    }

    @Override
    public double value(double[] theta) {
        return minimum.surface().value(point(theta));
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        double[] gradient = new double[minimum.theta().length];
        double value = minimum.surface().valueAndGradient(point(theta), gradient);
        for (int k = 0; k < indices.length; k++) {
            into[k] = gradient[indices[k]];
        }
        return value;
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        throw new UnsupportedOperationException();
    }
}
