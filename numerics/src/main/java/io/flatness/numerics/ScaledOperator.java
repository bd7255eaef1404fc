package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;

/**
 * D A D with a diagonal matrix D.
 *
 * @param middle A
 * @param diagonal the diagonal of D, length n; not copied, not modified
 */
public record ScaledOperator(SymmetricOperator middle, double[] diagonal) implements SymmetricOperator {
    /** Checks the length. */
    public ScaledOperator {
        if (diagonal.length != middle.dimension()) {
            throw new IllegalArgumentException("the diagonal has length " + diagonal.length
                    + " but the operator has dimension " + middle.dimension());
        }
    }

    @Override
    public int dimension() {
        return middle.dimension();
    }

    @Override
    public void apply(double[] x, double[] into) {
        middle.apply(scaled(x, new double[x.length]), into);
        scaled(into, into);
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        double[][] before = new double[xs.length][];
        for (int i = 0; i < xs.length; i++) {
            before[i] = scaled(xs[i], new double[xs[i].length]);
        }
        middle.applyBlock(before, into);
        for (double[] product : into) {
            scaled(product, product);
        }
    }

    private double[] scaled(double[] x, double[] into) {
        for (int k = 0; k < diagonal.length; k++) {
            into[k] = diagonal[k] * x[k];
        }
        return into;
    }
}
