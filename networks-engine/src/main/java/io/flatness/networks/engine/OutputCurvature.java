package io.flatness.networks.engine;

import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * Products Jᵀ A J x, with A from the derivatives of the loss with respect to the outputs.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
record OutputCurvature<A>(NetworkSurface surface, Engine<A> engine) implements GaussNewton {
    @Override
    public SymmetricOperator gaussNewtonAt(double[] theta) {
        return operator(theta, surface.lossCurvature(), surface.objective().l2());
    }

    /** The losses are negative log-likelihoods, or squared errors taken as such; a penalty is none. */
    @Override
    public SymmetricOperator fisherAt(double[] theta) {
        return operator(theta, surface.lossCurvature(), 0);
    }

    @Override
    public SymmetricOperator empiricalFisherAt(double[] theta) {
        int outputs = surface.outputCount();
        double weight = 1.0 / engine.losses().counted();
        OutputMap map = (gradients, states, offset, u, at) -> {
            double dot = 0;
            for (int c = 0; c < outputs; c++) {
                dot += gradients[offset + c] * u[at + c];
            }
            for (int c = 0; c < outputs; c++) {
                u[at + c] = weight * dot * gradients[offset + c];
            }
        };
        return operator(theta, map, 0);
    }

    private SymmetricOperator operator(double[] theta, OutputMap map, double l2) {
        surface.layout().requireVector(theta);
        return surface.operator(engine, theta, false, map, l2);
    }
}
