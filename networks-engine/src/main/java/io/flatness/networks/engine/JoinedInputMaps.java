package io.flatness.networks.engine;

import io.flatness.spi.loss.InputMap;

/** x ↦ second(first(x)). */
record JoinedInputMaps(InputMap first, InputMap second, int size) implements InputMap {
    @Override
    public void apply(double[] x, double[] into) {
        double[] between = new double[size];
        first.apply(x, between);
        second.apply(between, into);
    }

    @Override
    public void pullBack(double[] x, double[] w, double[] into) {
        double[] between = new double[size];
        first.apply(x, between);
        double[] pulled = new double[size];
        second.pullBack(between, w, pulled);
        first.pullBack(x, pulled, into);
    }
}
