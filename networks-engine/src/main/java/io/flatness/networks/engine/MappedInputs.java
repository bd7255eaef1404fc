package io.flatness.networks.engine;

import io.flatness.spi.loss.InputMap;

/** Inputs in another representation. */
record MappedInputs(Inputs inputs, InputMap map) implements Inputs {
    @Override
    public int count() {
        return inputs.count();
    }

    @Override
    public int sampleSize() {
        return inputs.sampleSize();
    }

    @Override
    public void read(int sample, double[] into, int at) {
        double[] x = new double[sampleSize()];
        double[] mapped = new double[sampleSize()];
        inputs.read(sample, x, 0);
        map.apply(x, mapped);
        System.arraycopy(mapped, 0, into, at, mapped.length);
    }

    @Override
    public long storedBytes() {
        return inputs.storedBytes();
    }
}
