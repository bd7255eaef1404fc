package io.flatness.transforms;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;
import java.util.OptionalDouble;

/** The samples behind a reparametrized loss. */
record ReparametrizedRisk(ReparametrizedSurface surface, EmpiricalRisk base) implements EmpiricalRisk {
    private double[] theta(double[] eta) {
        return surface.coordinates().forward(eta);
    }

    @Override
    public int sampleCount() {
        return base.sampleCount();
    }

    @Override
    public int outputCount() {
        return base.outputCount();
    }

    @Override
    public EmpiricalRisk restrictedTo(int[] samples) {
        EmpiricalRisk restricted = base.restrictedTo(samples);
        return new ReparametrizedRisk(
                new ReparametrizedSurface(restricted, surface.coordinates(), surface.layout()), restricted);
    }

    @Override
    public double[] outputs(double[] eta) {
        return base.outputs(theta(eta));
    }

    @Override
    public double[] sampleLosses(double[] eta) {
        return base.sampleLosses(theta(eta));
    }

    @Override
    public OptionalDouble accuracy(double[] eta) {
        return base.accuracy(theta(eta));
    }

    @Override
    public ParameterLayout layout() {
        return surface.layout();
    }

    @Override
    public double value(double[] eta) {
        return surface.value(eta);
    }

    @Override
    public double valueAndGradient(double[] eta, double[] into) {
        return surface.valueAndGradient(eta, into);
    }

    @Override
    public SymmetricOperator hessianAt(double[] eta) {
        return surface.hessianAt(eta);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : surface.as(capability);
    }
}
