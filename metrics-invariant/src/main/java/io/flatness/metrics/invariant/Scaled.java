package io.flatness.metrics.invariant;

import io.flatness.spi.loss.SymmetricOperator;

/**
 * D A D for a diagonal D: the Hessian after a rescaling of the parameters by 1/D (Theorem 3).
 *
 * @param operator A
 * @param diagonal D, one entry per row
 */
record Scaled(SymmetricOperator operator, double[] diagonal) implements SymmetricOperator {
    @Override
    public int dimension() {
        return diagonal.length;
    }

    @Override
    public void apply(double[] x, double[] into) {
        double[] inner = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            inner[i] = diagonal[i] * x[i];
        }
        operator.apply(inner, into);
        for (int i = 0; i < x.length; i++) {
            into[i] *= diagonal[i];
        }
    }
}
