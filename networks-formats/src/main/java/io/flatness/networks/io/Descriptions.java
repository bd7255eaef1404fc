package io.flatness.networks.io;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.LayerTypes;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.NamedArray;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Models as plain data, and back. */
public final class Descriptions {
    private Descriptions() {}

    /** The description of a model. */
    public static NetworkDescription of(Model model) {
        Network network = model.network();
        List<NetworkDescription.Input> inputs = new ArrayList<>();
        for (int i = 0; i < network.inputs().size(); i++) {
            Shape shape = network.inputs().get(i);
            inputs.add(new NetworkDescription.Input(input(model, i), shape.extents(), shape.unitsLast()));
        }
        List<NetworkDescription.Layer> layers = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            List<String> reads = node.inputs().stream()
                    .map(read -> read < 0 ? input(model, -1 - read) : network.nodes().get(read).name())
                    .toList();
            List<String> tensors = new ArrayList<>();
            network.site(i).parameters().forEach(block -> tensors.add(block.name()));
            network.site(i).buffers().forEach(block -> tensors.add(block.name()));
            layers.add(new NetworkDescription.Layer(
                    node.name(), LayerTypes.name(node.layer()), LayerTypes.settings(node.layer()), reads, tensors));
        }
        List<NamedArray> arrays = new ArrayList<>();
        network.layout().blocks().forEach(block -> arrays.add(array(block, model.theta())));
        network.buffers().blocks().forEach(block -> arrays.add(array(block, model.buffers())));
        return new NetworkDescription(
                inputs,
                layers,
                network.nodes().get(network.output()).name(),
                arrays,
                model.ending().name().toLowerCase(Locale.ROOT),
                model.channelsLast());
    }

    private static String input(Model model, int index) {
        return index < model.inputs().size() ? model.inputs().get(index) : "input" + (index == 0 ? "" : index);
    }

    private static NamedArray array(Block block, double[] values) {
        return new NamedArray(block.name(), block.shape(), Arrays.copyOfRange(values, block.offset(), block.end()));
    }

    /**
     * The model that a description is of.
     *
     * @throws IllegalArgumentException when it does not fit together
     */
    public static Model build(NetworkDescription description) {
        Map<String, Integer> places = new HashMap<>();
        List<Shape> inputs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (NetworkDescription.Input input : description.inputs()) {
            places.put(input.name(), -1 - inputs.size());
            inputs.add(new Shape(input.shape(), input.unitsLast()));
            names.add(input.name());
        }
        Map<String, Tensor> tensors = new HashMap<>();
        for (NamedArray array : description.tensors()) {
            tensors.put(array.name(), new Tensor(array.name(), array.shape(), new Storage.Float64(array.values())));
        }
        ModelBuilder builder = new ModelBuilder(inputs);
        for (NetworkDescription.Layer layer : description.layers()) {
            List<Integer> reads = layer.inputs().stream()
                    .map(name -> found(places, name, "layer " + layer.name() + " reads "))
                    .toList();
            List<Tensor> own = layer.tensors().stream()
                    .map(name -> found(tensors, name, "layer " + layer.name() + " has the tensor "))
                    .toList();
            places.put(
                    layer.name(), builder.add(layer.name(), LayerTypes.of(layer.type(), layer.settings()), reads, own));
        }
        int output = found(places, description.output(), "the output is ");
        Model.Ending ending = Model.Ending.valueOf(description.removed().toUpperCase(Locale.ROOT));
        return builder.build(output, ending, description.channelsLast()).reading(names);
    }

    private static <T> T found(Map<String, T> known, String name, String what) {
        T value = known.get(name);
        if (value == null) {
            throw new IllegalArgumentException(what + name + ", which is not there");
        }
        return value;
    }
}
