package io.flatness.spi.loss;

import java.util.List;

/**
 * A linear bijection that multiplies some tensors by matrices along their axes and moves the others element by element.
 *
 * @param monomial the map of all elements of the other tensors; the identity on those that are mixed
 * @param mixed the tensors that are mixed
 */
record TensorwiseMap(MonomialMap monomial, List<TensorMixing> mixed) implements Bijection {
    @Override
    public int dimension() {
        return monomial.dimension();
    }

    private double[] mixed(double[] vector, boolean back, boolean transpose) {
        mixed.forEach(tensor -> tensor.apply(vector, back, transpose));
        return vector;
    }

    @Override
    public double[] forward(double[] x) {
        return mixed(monomial.forward(x), false, false);
    }

    @Override
    public double[] inverse(double[] y) {
        return mixed(monomial.inverse(y), true, false);
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        return forward(v);
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        return mixed(monomial.pullBack(x, w), false, true);
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        return inverse(v);
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        return mixed(monomial.inversePullBack(x, w), true, true);
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        return new double[dimension()];
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = monomial.logAbsDeterminant(x);
        for (TensorMixing tensor : mixed) {
            sum += tensor.logAbsDeterminant();
        }
        return sum;
    }

    @Override
    public boolean affine() {
        return true;
    }
}
