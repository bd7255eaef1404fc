package io.flatness.networks.engine;

import io.flatness.networks.layer.SquareSink;
import io.flatness.spi.loss.SampleGradients;
import java.util.Arrays;
import java.util.Objects;

/**
 * Gradients of the loss of each sample, with respect to parameters and inputs.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
record EachSample<A>(NetworkSurface surface, Engine<A> engine) implements SampleGradients {
    @Override
    public double[] sampleGradient(double[] theta, int index) {
        surface.layout().requireVector(theta);
        NetworkSurface one = surface.restrictedTo(new int[] {Objects.checkIndex(index, surface.sampleCount())});
        double[] gradient = one.unregularizedGradient(theta);
        double factor = engine.losses().sampleFactor() / one.sampleFactor();
        for (int k = 0; factor != 1 && k < gradient.length; k++) {
            gradient[k] *= factor;
        }
        return gradient;
    }

    @Override
    public double[] sampleGradientNorms(double[] theta) {
        surface.layout().requireVector(theta);
        double[] norms = new double[surface.sampleCount()];
        if (!engine.program().squaresApart()) {
            Arrays.setAll(norms, i -> norm(sampleGradient(theta, i), 0, surface.dimension()));
            return norms;
        }
        double factor = engine.losses().sampleFactor();
        engine.forEachTile(theta, pass -> {
            double[] squares = new double[pass.samples];
            pass.fill(false).pull(pass.lossGradients(1), Pull.squares(1, new SquareSink<>(null, squares)));
            for (int i = 0; i < squares.length; i++) {
                norms[pass.first + i] = factor * Math.sqrt(squares[i]);
            }
        });
        return norms;
    }

    @Override
    public double[] inputGradients(double[] theta) {
        surface.layout().requireVector(theta);
        int length = surface.inputSize();
        double[] all = new double[Math.multiplyExact(engine.samples().count(), length)];
        engine.forEachTile(theta, pass -> {
            pass.fill(false).pull(pass.lossGradients(engine.losses().sampleFactor()), Pull.toInputs(1));
            pass.inputCotangents(1, all, pass.first * length);
        });
        return all;
    }

    /** The norms of ∂f/∂x of each sample: as many cotangents at once as there are outputs. */
    @Override
    public double[] inputJacobianNorms(double[] theta) {
        surface.layout().requireVector(theta);
        int outputs = engine.program().outputSize();
        int length = outputs * surface.inputSize();
        double[] norms = new double[surface.sampleCount()];
        engine.forEachTile(theta, pass -> {
            double[] identity = pass.rows(outputs);
            Arrays.fill(identity, 0, outputs * pass.outputs(), 0);
            for (int i = 0; i < pass.outputs(); i++) {
                identity[i * outputs + i / pass.samples] = 1;
            }
            pass.forward().pull(identity, Pull.toInputs(outputs));
            double[] jacobians = new double[pass.samples * length];
            pass.inputCotangents(outputs, jacobians, 0);
            for (int i = 0; i < pass.samples; i++) {
                norms[pass.first + i] = norm(jacobians, i * length, length);
            }
        });
        return norms;
    }

    private static double norm(double[] x, int start, int length) {
        double sum = 0;
        for (int k = start; k < start + length; k++) {
            sum += x[k] * x[k];
        }
        return Math.sqrt(sum);
    }
}
