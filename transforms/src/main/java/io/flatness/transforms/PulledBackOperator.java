package io.flatness.transforms;

import io.flatness.spi.loss.SmoothMap;
import io.flatness.spi.loss.SymmetricOperator;

/** Jᵀ A J with the Jacobian of a change of coordinates at a point. */
record PulledBackOperator(SymmetricOperator operator, SmoothMap coordinates, double[] eta)
        implements SymmetricOperator {
    @Override
    public int dimension() {
        return coordinates.dimension();
    }

    @Override
    public void apply(double[] x, double[] into) {
        double[] product = operator.apply(coordinates.pushForward(eta, x));
        System.arraycopy(coordinates.pullBack(eta, product), 0, into, 0, into.length);
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        double[][] pushed = new double[xs.length][];
        double[][] products = new double[xs.length][operator.dimension()];
        for (int i = 0; i < xs.length; i++) {
            pushed[i] = coordinates.pushForward(eta, xs[i]);
        }
        operator.applyBlock(pushed, products);
        for (int i = 0; i < xs.length; i++) {
            System.arraycopy(coordinates.pullBack(eta, products[i]), 0, into[i], 0, into[i].length);
        }
    }
}
