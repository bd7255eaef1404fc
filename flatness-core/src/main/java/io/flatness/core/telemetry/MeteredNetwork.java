package io.flatness.core.telemetry;

import io.flatness.spi.loss.ForwardingNetwork;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.NetworkLoss;

/** A metered network. */
final class MeteredNetwork extends MeteredRisk implements ForwardingNetwork {
    private final NetworkLoss network;

    MeteredNetwork(NetworkLoss network, Watch watch) {
        super(network, watch);
        this.network = network;
    }

    @Override
    public NetworkLoss base() {
        return network;
    }

    @Override
    public NetworkLoss withBuffers(double[] buffers) {
        return new MeteredNetwork(network.withBuffers(buffers), watch());
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
