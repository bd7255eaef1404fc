package io.flatness.spi;

import java.util.List;
import java.util.Map;

/**
 * A network as plain data: layers by type and settings, tensors by name.
 *
 * <p>A file of weights alone has no layers; the experiment gives them.
 *
 * @param inputs what the network reads
 * @param layers in an order in which each stands behind those that it reads
 * @param output name of the layer whose output is the network's
 * @param tensors by name; one that several layers name is one tensor
 * @param removed the last step of the file that was left off: {@code softmax}, {@code sigmoid} or {@code none}
 * @param channelsLast whether the file reads images as [height, width, channels], though the layers read [channels, height,
 *     width]
 */
public record NetworkDescription(
        List<Input> inputs,
        List<Layer> layers,
        String output,
        List<NamedArray> tensors,
        String removed,
        boolean channelsLast) {
    /** Copies the lists. */
    public NetworkDescription {
        inputs = List.copyOf(inputs);
        layers = List.copyOf(layers);
        tensors = List.copyOf(tensors);
    }

    /**
     * A network of which nothing was left off, with images as the layers read them.
     *
     * @since 0.1
     */
    public static NetworkDescription of(
            List<Input> inputs, List<Layer> layers, String output, List<NamedArray> tensors) {
        return new NetworkDescription(inputs, layers, output, tensors, "none", false);
    }

    /** Tensors without layers. */
    public static NetworkDescription weights(List<NamedArray> tensors) {
        return of(List.of(), List.of(), "", tensors);
    }

    /**
     * The same network, of which the file has this last step besides: {@code softmax} or {@code sigmoid}.
     *
     * @since 0.1
     */
    public NetworkDescription without(String step) {
        return new NetworkDescription(inputs, layers, output, tensors, step, channelsLast);
    }

    /**
     * The same network from a file that reads images as [height, width, channels].
     *
     * @since 0.1
     */
    public NetworkDescription withChannelsLast() {
        return new NetworkDescription(inputs, layers, output, tensors, removed, true);
    }

    /**
     * An input.
     *
     * @param name unique among inputs and layers
     * @param shape of one sample
     * @param unitsLast whether the last axis counts features, as in sequences; otherwise the first, as in images
     */
    public record Input(String name, List<Integer> shape, boolean unitsLast) {
        /** Copies the shape. */
        public Input {
            shape = List.copyOf(shape);
        }
    }

    /**
     * A layer.
     *
     * @param name unique in the network
     * @param type as the engine names it: {@code dense}, {@code conv2d}, {@code layer-norm}
     * @param settings by name: numbers, booleans, words, lists of them, and maps of them
     * @param inputs names of inputs and layers that it reads
     * @param tensors names of its parameters and then its statistics
     */
    public record Layer(
            String name, String type, Map<String, Object> settings, List<String> inputs, List<String> tensors) {
        /** Copies the lists. */
        public Layer {
            settings = Map.copyOf(settings);
            inputs = List.copyOf(inputs);
            tensors = List.copyOf(tensors);
        }
    }
}
