package io.flatness.transforms;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.Reparametrized;
import io.flatness.spi.loss.SampleGradients;
import io.flatness.spi.loss.SmoothMap;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/**
 * L∘g: gradient Jᵀ∇L and Hessian JᵀHJ + Σᵢ (∇L)ᵢ ∇²gᵢ (Section 5.1), exact at any point where g and L have them.
 *
 * <p>What the base surface knows about its samples it knows in the new coordinates too: see {@link #as}.
 */
final class ReparametrizedSurface implements Reparametrized {
    private final LossSurface base;
    private final SmoothMap coordinates;
    private final ParameterLayout layout;

    ReparametrizedSurface(LossSurface base, SmoothMap coordinates, ParameterLayout layout) {
        if (layout.size() != coordinates.dimension() || base.dimension() != coordinates.imageDimension()) {
            throw new AssertionError("coordinates of " + coordinates.dimension() + " numbers for "
                    + coordinates.imageDimension() + " parameters do not fit a layout of " + layout.size() + " on "
                    + base.dimension());
        }
        this.base = base;
        this.coordinates = coordinates;
        this.layout = layout;
    }

    @Override
    public LossSurface base() {
        return base;
    }

    @Override
    public SmoothMap coordinates() {
        return coordinates;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public double value(double[] eta) {
        layout.requireVector(eta);
        return base.value(coordinates.forward(eta));
    }

    @Override
    public double valueAndGradient(double[] eta, double[] into) {
        layout.requireVector(eta);
        double[] gradient = new double[base.dimension()];
        double value = base.valueAndGradient(coordinates.forward(eta), gradient);
        System.arraycopy(coordinates.pullBack(eta, gradient), 0, into, 0, into.length);
        return value;
    }

    @Override
    public SymmetricOperator hessianAt(double[] eta) {
        layout.requireVector(eta);
        double[] point = eta.clone();
        double[] theta = coordinates.forward(point);
        SymmetricOperator pulledBack = new PulledBackOperator(base.hessianAt(theta), coordinates, point);
        return coordinates.affine()
                ? pulledBack
                : new CurvedOperator(pulledBack, coordinates, point, base.gradient(theta));
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability.isInstance(this)) {
            return Optional.of(capability.cast(this));
        }
        if (capability == EmpiricalRisk.class) {
            return base.as(EmpiricalRisk.class).map(risk -> capability.cast(new ReparametrizedRisk(this, risk)));
        }
        if (capability == GaussNewton.class) {
            return base.as(GaussNewton.class)
                    .map(curvature -> capability.cast(new ReparametrizedGaussNewton(curvature, coordinates)));
        }
        if (capability == JacobianProducts.class) {
            return base.as(JacobianProducts.class)
                    .map(jacobian -> capability.cast(new ReparametrizedJacobian(jacobian, coordinates)));
        }
        if (capability == SampleGradients.class) {
            return base.as(SampleGradients.class)
                    .map(samples -> capability.cast(new ReparametrizedSamples(this, samples)));
        }
        if (capability == Kinks.class) {
            return base.as(Kinks.class)
                    .map(kinks -> capability.cast((Kinks) eta -> kinks.kinks(coordinates.forward(eta))));
        }
        return Optional.empty();
    }
}
