package io.flatness.transforms;

import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.SmoothMap;
import io.flatness.spi.loss.SymmetricOperator;

/** Curvatures made of first derivatives alone: they follow the coordinates as JᵀGJ everywhere. */
record ReparametrizedGaussNewton(GaussNewton base, SmoothMap coordinates) implements GaussNewton {
    @Override
    public SymmetricOperator gaussNewtonAt(double[] eta) {
        return new PulledBackOperator(base.gaussNewtonAt(coordinates.forward(eta)), coordinates, eta.clone());
    }

    @Override
    public SymmetricOperator fisherAt(double[] eta) {
        return new PulledBackOperator(base.fisherAt(coordinates.forward(eta)), coordinates, eta.clone());
    }

    @Override
    public SymmetricOperator empiricalFisherAt(double[] eta) {
        return new PulledBackOperator(base.empiricalFisherAt(coordinates.forward(eta)), coordinates, eta.clone());
    }
}
