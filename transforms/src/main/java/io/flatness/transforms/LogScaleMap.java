package io.flatness.transforms;

import io.flatness.spi.loss.Bijection;

/** θᵢ = sᵢ exp(ηᵢ) with fixed signs sᵢ: a bijection of ℝⁿ onto the orthant of the signs. */
record LogScaleMap(double[] signs) implements Bijection {
    @Override
    public int dimension() {
        return signs.length;
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = signs[i] * StrictMath.exp(x[i]);
        }
        return y;
    }

    @Override
    public double[] inverse(double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = StrictMath.log(Math.abs(y[i]));
        }
        return x;
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        double[] product = forward(x);
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
        double[] quotient = forward(x);
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
        double[] product = pushForward(x, v);
        for (int i = 0; i < w.length; i++) {
            product[i] *= w[i];
        }
        return product;
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        return sum;
    }

    @Override
    public boolean affine() {
        return false;
    }
}
