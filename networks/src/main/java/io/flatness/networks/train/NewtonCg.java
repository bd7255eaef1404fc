package io.flatness.networks.train;

import io.flatness.numerics.Objective;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * Newton's method with conjugate gradients inside a trust region: ends what L-BFGS began, where its line search no longer
 * tells values apart.
 *
 * <p>Near a point with a positive semidefinite Hessian the gradient falls superlinearly. A step is taken when it lowers
 * the loss as the model promises, or, once losses differ by rounding alone, when it shortens the gradient. Source:
 * Steihaug (1983), SIAM J. Numer. Anal. 20.
 */
final class NewtonCg {
    private static final double ROUNDING = 1e-13;

    private final LossSurface surface;
    private final LinearAlgebra algebra;
    private final double target;
    private final int budget;
    private int used;

    NewtonCg(LossSurface surface, LinearAlgebra algebra, double target, int budget) {
        this.surface = surface;
        this.algebra = algebra;
        this.target = target;
        this.budget = budget;
    }

    /** Gradients and Hessian-vector products used so far. */
    int used() {
        return used;
    }

    /** The point reached from {@code start}, which is not modified. */
    double[] minimize(double[] start) {
        Objective objective = surface::valueAndGradient;
        double[] theta = start.clone();
        double[] gradient = new double[theta.length];
        double value = objective.valueAndGradient(theta, gradient);
        double norm = algebra.norm(gradient);
        used++;
        double radius = Math.max(algebra.norm(theta), Double.MIN_NORMAL) * 0.1;
        double smallest = radius * 1e-14;
        double[] candidate = new double[theta.length];
        double[] candidateGradient = new double[theta.length];
        while (norm > target && used < budget && radius > smallest) {
            Step step = step(surface.hessianAt(theta), gradient, norm, radius);
            for (int i = 0; i < theta.length; i++) {
                candidate[i] = theta[i] + step.direction[i];
            }
            double newValue = objective.valueAndGradient(candidate, candidateGradient);
            double newNorm = algebra.norm(candidateGradient);
            used++;
            double gain = value - newValue;
            boolean tells = step.promised > ROUNDING * Math.abs(value);
            boolean good = tells ? gain >= 0.1 * step.promised : newNorm < norm && gain >= -ROUNDING * Math.abs(value);
            if (good) {
                System.arraycopy(candidate, 0, theta, 0, theta.length);
                System.arraycopy(candidateGradient, 0, gradient, 0, gradient.length);
                value = newValue;
                norm = newNorm;
                radius = Math.max(radius, 2 * algebra.norm(step.direction));
            } else {
                radius = 0.25 * Math.min(radius, algebra.norm(step.direction));
            }
        }
        return theta;
    }

    /** A step inside the trust region and the decrease that the quadratic model promises. */
    private record Step(double[] direction, double promised) {}

    private Step step(SymmetricOperator hessian, double[] gradient, double norm, double radius) {
        int n = gradient.length;
        double[] d = new double[n];
        double[] residual = gradient.clone();
        double[] p = new double[n];
        double[] product = new double[n];
        algebra.axpy(-1, residual, p);
        double square = norm * norm;
        double promised = 0;
        double enough = 1e-3 * norm;
        while (used < budget) {
            hessian.apply(p, product);
            used++;
            double curvature = algebra.dot(p, product);
            double alpha = square / curvature;
            double length = algebra.norm(p);
            boolean leaves = !(curvature > 1e-15 * length * length) || beyond(d, p, alpha, radius);
            if (leaves) {
                alpha = toBoundary(d, p, radius);
            }
            promised += alpha * square - 0.5 * alpha * alpha * curvature;
            algebra.axpy(alpha, p, d);
            algebra.axpy(alpha, product, residual);
            double next = algebra.dot(residual, residual);
            if (leaves || Math.sqrt(next) <= enough) {
                return new Step(d, promised);
            }
            double beta = next / square;
            for (int i = 0; i < n; i++) {
                p[i] = beta * p[i] - residual[i];
            }
            square = next;
        }
        return new Step(d, promised);
    }

    private boolean beyond(double[] d, double[] p, double alpha, double radius) {
        double[] ahead = d.clone();
        algebra.axpy(alpha, p, ahead);
        return !(algebra.norm(ahead) < radius);
    }

    /** The τ ≥ 0 with ‖d + τp‖ = radius. */
    private double toBoundary(double[] d, double[] p, double radius) {
        double a = algebra.dot(p, p);
        double b = algebra.dot(d, p);
        double c = algebra.dot(d, d) - radius * radius;
        return (-b + Math.sqrt(Math.max(0, b * b - a * c))) / a;
    }
}
