package io.flatness.networks.graph;

import io.flatness.networks.layer.Site;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/** A network as transforms see it. */
final class NetworkArchitecture implements Architecture {
    private final Network network;
    private final List<Layer> layers;

    NetworkArchitecture(Network network) {
        this.network = network;
        List<Layer> built = new ArrayList<>();
        int affine = 0;
        for (int index = 0; index < network.nodes().size(); index++) {
            Site site = network.site(index);
            Node node = network.nodes().get(index);
            List<Shape> given = node.inputs().stream().map(network::outputShape).toList();
            GraphLayer layer = new GraphLayer(node, site, given, affine);
            affine += layer.affine().isPresent() ? 1 : 0;
            built.add(layer);
        }
        this.layers = List.copyOf(built);
    }

    @Override
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public int output() {
        return network.output();
    }

    @Override
    public int inputUnits() {
        return network.inputShape().units();
    }

    @Override
    public ParameterLayout parameters() {
        return network.layout();
    }

    @Override
    public ParameterLayout buffers() {
        return network.buffers();
    }

    @Override
    public boolean piecewiseLinear() {
        return network.piecewiseLinear();
    }
}
