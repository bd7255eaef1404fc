package io.flatness.networks.problem;

import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;

/** L(θ) = ½ θᵀQΛQᵀθ. */
final class QuadraticSurface implements LossSurface, ExactCurvature {
    private final double[] eigenvalues;
    private final Rotation rotation;
    private final ParameterLayout layout;

    QuadraticSurface(double[] eigenvalues, Rotation rotation) {
        this.eigenvalues = eigenvalues;
        this.rotation = rotation;
        this.layout = ParameterLayout.single("theta", eigenvalues.length);
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public double value(double[] theta) {
        layout.requireVector(theta);
        double[] x = theta.clone();
        rotation.applyTransposed(x);
        return energy(x);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        layout.requireVector(theta);
        double[] x = theta.clone();
        rotation.applyTransposed(x);
        for (int i = 0; i < x.length; i++) {
            into[i] = eigenvalues[i] * x[i];
        }
        rotation.apply(into);
        return energy(x);
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        layout.requireVector(theta);
        return new Hessian();
    }

    @Override
    public double[] hessianDiagonal(double[] theta) {
        layout.requireVector(theta);
        return rotation.diagonal(eigenvalues);
    }

    @Override
    public double[] hessianBlockTraces(double[] theta) {
        layout.requireVector(theta);
        double trace = 0;
        for (double eigenvalue : eigenvalues) {
            trace += eigenvalue;
        }
        return new double[] {trace};
    }

    /** ½ Σ λᵢ xᵢ², with λᵢxᵢ first: xᵢ² alone may overflow or underflow. */
    private double energy(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += eigenvalues[i] * x[i] * x[i];
        }
        return 0.5 * sum;
    }

    private final class Hessian implements SymmetricOperator {
        @Override
        public int dimension() {
            return eigenvalues.length;
        }

        @Override
        public void apply(double[] x, double[] into) {
            System.arraycopy(x, 0, into, 0, x.length);
            rotation.applyTransposed(into);
            for (int i = 0; i < x.length; i++) {
                into[i] *= eigenvalues[i];
            }
            rotation.apply(into);
        }
    }
}
