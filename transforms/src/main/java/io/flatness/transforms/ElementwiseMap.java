package io.flatness.transforms;

import io.flatness.spi.loss.Bijection;

/** yᵢ = c'ᵢ + sgn(xᵢ − cᵢ) ψ(|xᵢ − cᵢ|): one odd increasing function for every parameter. */
record ElementwiseMap(double[] center, double[] image, Profile profile) implements Bijection {
    private double[] slopes(double[] x) {
        double[] slopes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = profile.slope(Math.abs(x[i] - center[i]));
        }
        return slopes;
    }

    @Override
    public int dimension() {
        return center.length;
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double offset = x[i] - center[i];
            y[i] = image[i] + Math.copySign(profile.value(Math.abs(offset)), offset);
        }
        return y;
    }

    @Override
    public double[] inverse(double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            double offset = y[i] - image[i];
            x[i] = center[i] + Math.copySign(profile.inverse(Math.abs(offset)), offset);
        }
        return x;
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        double[] product = slopes(x);
        for (int i = 0; i < v.length; i++) {
            product[i] *= v[i];
        }
        return product;
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        return pushForward(x, w);
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        double[] quotient = slopes(x);
        for (int i = 0; i < v.length; i++) {
            quotient[i] = v[i] / quotient[i];
        }
        return quotient;
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        return inversePushForward(x, w);
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double offset = x[i] - center[i];
            product[i] = w[i] * v[i] * Math.copySign(profile.curvature(Math.abs(offset)), offset);
        }
        return product;
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = 0;
        for (double slope : slopes(x)) {
            sum += Math.log(slope);
        }
        return sum;
    }

    @Override
    public boolean affine() {
        return false;
    }
}
