package io.flatness.networks.engine;

/**
 * Outputs, losses and the gradient.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
record FirstOrder<A>(Engine<A> engine) {
    /** The outputs of all samples, row-major. */
    double[] outputs(double[] theta) {
        int outputs = engine.program().outputSize();
        double[] all = new double[Math.multiplyExact(engine.samples().count(), outputs)];
        engine.forEachTile(theta, pass -> {
            pass.forward();
            System.arraycopy(pass.tile.outputs, 0, all, pass.first * outputs, pass.outputs());
        });
        return all;
    }

    /** The loss of every sample; their mean, or sum, is the loss without penalty. */
    double[] sampleLosses(double[] theta) {
        double[] losses = sums(theta);
        double factor = engine.losses().sampleFactor();
        for (int i = 0; factor != 1 && i < losses.length; i++) {
            losses[i] *= factor;
        }
        return losses;
    }

    private double[] sums(double[] theta) {
        double[] sums = new double[engine.samples().count()];
        engine.forEachTile(theta, pass -> pass.forward().losses(sums));
        return sums;
    }

    /** Σ of the samples' losses under the reduction, without penalty. */
    double value(double[] theta) {
        return engine.losses().reduced(sums(theta));
    }

    /** Returns the loss without penalty and writes its gradient. */
    double valueAndGradient(double[] theta, double[] into) {
        double[] sums = new double[engine.samples().count()];
        engine.accumulate(theta, into, (pass, gradient) -> {
            pass.forward().losses(sums);
            pass.deltas(gradient);
        });
        return engine.losses().reduced(sums);
    }
}
