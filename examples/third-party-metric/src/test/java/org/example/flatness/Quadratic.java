package org.example.flatness;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;

/** ½ Σ λᵢ xᵢ². */
record Quadratic(double[] eigenvalues) implements LossSurface {
    @Override
    public ParameterLayout layout() {
        return ParameterLayout.single("x", eigenvalues.length);
    }

    @Override
    public double value(double[] theta) {
        double value = 0;
        for (int i = 0; i < theta.length; i++) {
            value += 0.5 * eigenvalues[i] * theta[i] * theta[i];
        }
        return value;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        for (int i = 0; i < theta.length; i++) {
            into[i] = eigenvalues[i] * theta[i];
        }
        return value(theta);
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        throw new UnsupportedOperationException("loss-rise needs no second derivatives");
    }
}
