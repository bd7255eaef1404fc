package io.flatness.metrics.volume;

import org.jspecify.annotations.Nullable;

/**
 * P = V diag(axes) with orthonormal columns of V.
 *
 * @param kind what the axes are
 * @param axes length of each axis
 * @param vectors orthonormal axes, or {@code null} for those of the coordinates
 */
record AxisPreconditioner(String kind, double[] axes, double @Nullable [][] vectors) implements Preconditioner {
    @Override
    public double[] apply(double[] y) {
        double[] x = new double[y.length];
        if (vectors == null) {
            for (int i = 0; i < y.length; i++) {
                x[i] = axes[i] * y[i];
            }
            return x;
        }
        for (int k = 0; k < y.length; k++) {
            double c = axes[k] * y[k];
            double[] axis = vectors[k];
            for (int i = 0; i < x.length; i++) {
                x[i] += c * axis[i];
            }
        }
        return x;
    }

    @Override
    public double[] applyTransposed(double[] x) {
        double[] y = new double[x.length];
        for (int k = 0; k < y.length; k++) {
            if (vectors == null) {
                y[k] = axes[k] * x[k];
                continue;
            }
            double sum = 0;
            double[] axis = vectors[k];
            for (int i = 0; i < x.length; i++) {
                sum += axis[i] * x[i];
            }
            y[k] = axes[k] * sum;
        }
        return y;
    }

    @Override
    public double[] solve(double[] x) {
        double[] y = applyTransposed(x);
        for (int k = 0; k < y.length; k++) {
            y[k] /= axes[k] * axes[k];
        }
        return y;
    }

    @Override
    public double logDeterminant() {
        double sum = 0;
        for (double axis : axes) {
            sum += Math.log(axis);
        }
        return sum;
    }

    @Override
    public double[] squaredLengths() {
        double[] squares = new double[axes.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = axes[i] * axes[i];
        }
        return squares;
    }
}
