package io.flatness.networks.problem;

import io.flatness.spi.loss.BallBounds;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;

/** L(θ) = ½ θᵀQΛQᵀθ. */
final class QuadraticSurface implements LossSurface, ExactCurvature, BallBounds {
    private static final int BISECTIONS = 200;
    private static final double WIDENED = 1 + 1e-10;

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

    /**
     * By the dual of the trust-region problem: for every μ > max(0, λ₁), c·d + ½ dᵀΛd ≤ ½ μr² + ½ Σ cᵢ²/(μ − λᵢ). The best μ
     * gives the maximum itself where every parameter moves; where some are held the others are bounded as if they were not.
     */
    @Override
    public double riseBound(double[] theta, double radius, int[] moving) {
        if (!(radius >= 0)) {
            throw new IllegalArgumentException("radius is " + radius + "; it must not be negative");
        }
        if (radius == 0 || moving.length == 0) {
            return 0;
        }
        double[] gradient = gradient(theta);
        double[] slope = new double[gradient.length];
        for (int index : moving) {
            slope[index] = gradient[index];
        }
        return Math.min(dual(slope, radius), dual(gradient, radius));
    }

    private double dual(double[] slope, double radius) {
        double[] c = slope.clone();
        rotation.applyTransposed(c);
        double base = Math.max(0, Arrays.stream(eigenvalues).max().orElseThrow());
        double low = 0;
        double high = Math.sqrt(Arrays.stream(c).map(v -> v * v).sum()) / radius;
        for (int k = 0; k < BISECTIONS && low < high; k++) {
            double middle = 0.5 * (low + high);
            double length = 0;
            for (int i = 0; i < c.length; i++) {
                double step = c[i] == 0 ? 0 : c[i] / (middle + base - eigenvalues[i]);
                length += step * step;
            }
            if (length > radius * radius) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double rise = (base + high) * radius * radius;
        for (int i = 0; i < c.length; i++) {
            rise += c[i] == 0 ? 0 : c[i] * c[i] / (high + base - eigenvalues[i]);
        }
        return Double.isNaN(rise) ? Double.POSITIVE_INFINITY : 0.5 * rise * WIDENED;
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
