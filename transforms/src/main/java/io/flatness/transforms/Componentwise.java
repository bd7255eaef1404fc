package io.flatness.transforms;

import io.flatness.spi.loss.Bijection;

/** A bijection with a diagonal Jacobian that varies: every parameter has a function of its own. */
interface Componentwise extends Bijection {
    /** The diagonal of the Jacobian at x, as a new array. */
    double[] slopes(double[] x);

    @Override
    default double[] pushForward(double[] x, double[] v) {
        double[] product = slopes(x);
        for (int i = 0; i < v.length; i++) {
            product[i] *= v[i];
        }
        return product;
    }

    @Override
    default double[] pullBack(double[] x, double[] w) {
        return pushForward(x, w);
    }

    @Override
    default double[] inversePushForward(double[] x, double[] v) {
        double[] quotient = slopes(x);
        for (int i = 0; i < v.length; i++) {
            quotient[i] = v[i] / quotient[i];
        }
        return quotient;
    }

    @Override
    default double[] inversePullBack(double[] x, double[] w) {
        return inversePushForward(x, w);
    }

    @Override
    default boolean affine() {
        return false;
    }
}
