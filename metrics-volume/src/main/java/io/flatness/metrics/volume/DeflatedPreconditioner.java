package io.flatness.metrics.volume;

/**
 * P = diag(scales) (s I + V diag(axes − s) Vᵀ): a few axes known one by one, all others as long as each other after the
 * coordinates have been scaled.
 *
 * @param kind what the axes are
 * @param scales of the coordinates, positive
 * @param axes lengths along the columns of V
 * @param vectors orthonormal
 * @param rest s, the length of every other axis
 */
record DeflatedPreconditioner(String kind, double[] scales, double[] axes, double[][] vectors, double rest)
        implements Preconditioner {
    @Override
    public double[] apply(double[] y) {
        double[] x = symmetric(y, false);
        for (int i = 0; i < x.length; i++) {
            x[i] *= scales[i];
        }
        return x;
    }

    @Override
    public double[] applyTransposed(double[] x) {
        double[] scaled = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            scaled[i] = x[i] * scales[i];
        }
        return symmetric(scaled, false);
    }

    @Override
    public double[] solve(double[] x) {
        double[] scaled = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            scaled[i] = x[i] / scales[i];
        }
        return symmetric(scaled, true);
    }

    /** The product with the symmetric factor, or with its inverse. */
    private double[] symmetric(double[] y, boolean inverse) {
        double other = inverse ? 1 / rest : rest;
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = other * y[i];
        }
        for (int k = 0; k < axes.length; k++) {
            double[] axis = vectors[k];
            double along = 0;
            for (int i = 0; i < x.length; i++) {
                along += axis[i] * y[i];
            }
            double c = ((inverse ? 1 / axes[k] : axes[k]) - other) * along;
            for (int i = 0; i < x.length; i++) {
                x[i] += c * axis[i];
            }
        }
        return x;
    }

    @Override
    public double logDeterminant() {
        double sum = (scales.length - axes.length) * Math.log(rest);
        for (double scale : scales) {
            sum += Math.log(scale);
        }
        for (double axis : axes) {
            sum += Math.log(axis);
        }
        return sum;
    }

    /** Of the columns before the scales are taken into account between each other: exact where V is sparse or few. */
    @Override
    public double[] squaredLengths() {
        int n = scales.length;
        double[] squares = new double[n];
        // Column j of P: scales ∘ (s eⱼ + Σ_k (a_k − s) v_kj v_k).
        for (int j = 0; j < n; j++) {
            double own = rest;
            double other = 0;
            for (int k = 0; k < axes.length; k++) {
                double c = axes[k] - rest;
                own += c * vectors[k][j] * vectors[k][j];
                other += c * c * vectors[k][j] * vectors[k][j];
            }
            squares[j] = scales[j] * scales[j] * Math.max(own * own, rest * rest + 2 * rest * (own - rest) + other);
        }
        return squares;
    }
}
