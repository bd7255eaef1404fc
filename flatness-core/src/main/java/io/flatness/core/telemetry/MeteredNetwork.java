package io.flatness.core.telemetry;

import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.NetworkLoss;

/** A metered network. */
final class MeteredNetwork extends MeteredRisk implements NetworkLoss {
    private final NetworkLoss network;

    MeteredNetwork(NetworkLoss network, Watch watch) {
        super(network, watch);
        this.network = network;
    }

    @Override
    public Architecture architecture() {
        return network.architecture();
    }

    @Override
    public boolean dependsOnFunctionAlone() {
        return network.dependsOnFunctionAlone();
    }

    @Override
    public boolean ignoresOutputShift() {
        return network.ignoresOutputShift();
    }

    @Override
    public double[] buffers() {
        return network.buffers();
    }

    @Override
    public NetworkLoss withBuffers(double[] buffers) {
        return new MeteredNetwork(network.withBuffers(buffers), watch());
    }

    @Override
    public int inputSize() {
        return network.inputSize();
    }

    @Override
    public void input(int index, double[] into) {
        network.input(index, into);
    }

    @Override
    public NetworkLoss withInputMap(InputMap map) {
        return new MeteredNetwork(network.withInputMap(map), watch());
    }

    @Override
    public NetworkLoss withoutInputMap() {
        return new MeteredNetwork(network.withoutInputMap(), watch());
    }

    @Override
    public double[] outputs(double[] theta, double[] inputs) {
        watch().check().run();
        return network.outputs(theta, inputs);
    }
}
