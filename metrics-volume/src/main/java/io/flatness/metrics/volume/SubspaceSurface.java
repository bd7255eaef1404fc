package io.flatness.metrics.volume;

import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/**
 * The loss on a plane through a point θ: at θ + Σ (yₖ − y⁰ₖ) dₖ for orthonormal directions d, with y⁰ₖ = dₖ·θ, so that the
 * coordinates have the scale of the parameters and volumes are those of the plane.
 *
 * <p>Where the surface bounds its loss over boxes, so does its part: a box of the plane lies in the box of the parameters
 * with radii Σ |dₖ| rₖ.
 */
final class SubspaceSurface implements LossSurface {
    private final LossSurface whole;
    private final double[] theta;
    private final double[][] directions;
    private final double[] origin;
    private final ParameterLayout layout;

    private SubspaceSurface(LossSurface whole, double[] theta, double[][] directions) {
        this.whole = whole;
        this.theta = theta;
        this.directions = directions;
        this.origin = new double[directions.length];
        for (int k = 0; k < origin.length; k++) {
            origin[k] = dot(directions[k], theta);
        }
        this.layout = ParameterLayout.single("subspace", directions.length);
    }

    /** The point on the part of its surface that orthonormal directions span. */
    static Minimum of(Minimum minimum, double[][] directions) {
        SubspaceSurface surface = new SubspaceSurface(minimum.surface(), minimum.theta(), directions);
        return new Minimum(surface, surface.origin);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    private double[] point(double[] y) {
        double[] x = theta.clone();
        for (int k = 0; k < directions.length; k++) {
            double step = y[k] - origin[k];
            for (int i = 0; i < x.length; i++) {
                x[i] += step * directions[k][i];
            }
        }
        return x;
    }

    private void project(double[] x, double[] into) {
        for (int k = 0; k < directions.length; k++) {
            into[k] = dot(directions[k], x);
        }
    }

    @Override
    public double value(double[] y) {
        layout.requireVector(y);
        return whole.value(point(y));
    }

    @Override
    public double valueAndGradient(double[] y, double[] into) {
        layout.requireVector(y);
        double[] gradient = new double[theta.length];
        double value = whole.valueAndGradient(point(y), gradient);
        project(gradient, into);
        return value;
    }

    @Override
    public SymmetricOperator hessianAt(double[] y) {
        layout.requireVector(y);
        SymmetricOperator hessian = whole.hessianAt(point(y));
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return directions.length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                double[] direction = new double[theta.length];
                for (int k = 0; k < directions.length; k++) {
                    for (int i = 0; i < direction.length; i++) {
                        direction[i] += x[k] * directions[k][i];
                    }
                }
                project(hessian.apply(direction), into);
            }
        };
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability == BoxBounds.class) {
            return whole.as(BoxBounds.class).map(Bounds::new).map(capability::cast);
        }
        return LossSurface.super.as(capability);
    }

    private final class Bounds implements BoxBounds {
        private final BoxBounds bounds;

        Bounds(BoxBounds bounds) {
            this.bounds = bounds;
        }

        @Override
        public double upperBound(double[] center, double[] radius) {
            return bounds.upperBound(point(center), radii(center, radius));
        }

        @Override
        public double lowerBound(double[] center, double[] radius) {
            return bounds.lowerBound(point(center), radii(center, radius));
        }

        /** Radii of a box that holds the image, with room for the rounding of its points. */
        private double[] radii(double[] center, double[] radius) {
            double[] radii = new double[theta.length];
            for (int i = 0; i < radii.length; i++) {
                double size = Math.abs(theta[i]);
                for (int k = 0; k < directions.length; k++) {
                    double part = Math.abs(directions[k][i]);
                    radii[i] += part * radius[k];
                    size += part * (Math.abs(center[k]) + Math.abs(origin[k]) + radius[k]);
                }
                radii[i] += 32 * Math.ulp(size);
            }
            return radii;
        }
    }
}
