package io.flatness.transforms;

import io.flatness.spi.loss.SmoothMap;
import io.flatness.spi.loss.SymmetricOperator;

/** Jᵀ H J plus the term of the gradient, which does not vanish away from critical points. */
record CurvedOperator(SymmetricOperator pulledBack, SmoothMap coordinates, double[] eta, double[] gradient)
        implements SymmetricOperator {
    @Override
    public int dimension() {
        return pulledBack.dimension();
    }

    @Override
    public void apply(double[] x, double[] into) {
        pulledBack.apply(x, into);
        addSecondOrder(x, into);
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        pulledBack.applyBlock(xs, into);
        for (int i = 0; i < xs.length; i++) {
            addSecondOrder(xs[i], into[i]);
        }
    }

    private void addSecondOrder(double[] x, double[] into) {
        double[] curved = coordinates.secondOrder(eta, gradient, x);
        for (int i = 0; i < into.length; i++) {
            into[i] += curved[i];
        }
    }
}
