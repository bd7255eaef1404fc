package io.flatness.transforms;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.SampleGradients;

/** Derivatives sample by sample by the chain rule; those with respect to the inputs do not change. */
record ReparametrizedSamples(ReparametrizedSurface surface, SampleGradients base) implements SampleGradients {
    private double[] theta(double[] eta) {
        return surface.coordinates().forward(eta);
    }

    @Override
    public double[] sampleGradient(double[] eta, int index) {
        return surface.coordinates().pullBack(eta, base.sampleGradient(theta(eta), index));
    }

    @Override
    public double[] sampleGradientNorms(double[] eta) {
        int samples = surface.base().as(EmpiricalRisk.class).orElseThrow().sampleCount();
        double[] theta = theta(eta);
        double[] norms = new double[samples];
        for (int index = 0; index < samples; index++) {
            norms[index] = Norms.euclidean(surface.coordinates().pullBack(eta, base.sampleGradient(theta, index)));
        }
        return norms;
    }

    @Override
    public double[] inputGradients(double[] eta) {
        return base.inputGradients(theta(eta));
    }

    @Override
    public double[] inputJacobianNorms(double[] eta) {
        return base.inputJacobianNorms(theta(eta));
    }
}
