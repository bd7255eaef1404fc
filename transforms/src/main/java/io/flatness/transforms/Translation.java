package io.flatness.transforms;

import io.flatness.spi.loss.Bijection;

/** y = x + shift. */
record Translation(double[] shift) implements Bijection {
    @Override
    public int dimension() {
        return shift.length;
    }

    @Override
    public double[] forward(double[] x) {
        return plus(x, 1);
    }

    @Override
    public double[] inverse(double[] y) {
        return plus(y, -1);
    }

    private double[] plus(double[] x, double sign) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] + sign * shift[i];
        }
        return y;
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        return v.clone();
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        return w.clone();
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        return v.clone();
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        return w.clone();
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        return new double[shift.length];
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        return 0;
    }

    @Override
    public boolean affine() {
        return true;
    }
}
