package io.flatness.networks.io;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.TensorSpec;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Puts a network together layer by layer, and its weights with it. Index −1 is the network's input. */
public final class ModelBuilder {
    /** The network's input, as an index of a layer. */
    public static final int INPUT = -1;

    private final List<Shape> inputs;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> tensors = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> tensorNumbers = new HashMap<>();

    /** A layer with the shape of its output and its tensors. */
    private record Entry(Node node, Shape shape, List<double[]> parameters, List<double[]> buffers) {}

    /** A network that reads samples of the given shape. */
    public ModelBuilder(Shape input) {
        this(List.of(input));
    }

    /** A network of several inputs; input i is layer −1 − i. */
    public ModelBuilder(List<Shape> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /** Shape of what layer {@code index} computes. */
    public Shape shape(int index) {
        return index < 0 ? inputs.get(-1 - index) : entries.get(index).shape;
    }

    /** Number of layers so far. */
    public int size() {
        return entries.size();
    }

    /** A name that no layer has yet: the one given, or with a number behind it. */
    public String unique(String name) {
        return free(name, names, numbers);
    }

    /** The name or, counted from where the last search for it ended, the first number behind it that is free. */
    private static String free(String name, Set<String> taken, Map<String, Integer> from) {
        if (!taken.contains(name)) {
            return name;
        }
        int number = from.getOrDefault(name, 2);
        while (taken.contains(name + "_" + number)) {
            number++;
        }
        from.put(name, number);
        return name + "_" + number;
    }

    /** A name that no tensor has yet. */
    String uniqueTensor(String name) {
        return free(name, tensors, tensorNumbers);
    }

    /** Adds a layer without tensors, under the name given or one like it. */
    public int add(String name, LayerSpec layer, Integer... inputs) {
        return add(name, layer, List.of(inputs), List.of());
    }

    /**
     * Adds a layer.
     *
     * @param name wish; the layer's name is {@link #unique} of it
     * @param inputs indices of the layers it reads
     * @param tensors its parameters and then its buffers
     * @return its index
     * @throws IllegalArgumentException when the layer does not fit, with its name
     */
    public int add(String name, LayerSpec layer, List<Integer> inputs, List<Tensor> tensors) {
        String own = unique(name);
        List<Shape> reads = layer.arranged(inputs.stream().map(this::shape).toList());
        List<double[]> parameters = new ArrayList<>();
        List<double[]> buffers = new ArrayList<>();
        Shape shape;
        try {
            shape = layer.outputShape(reads);
            long numbers =
                    shape.extents().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
            if (numbers * Double.BYTES > Runtime.getRuntime().maxMemory() / 8) {
                throw new IllegalArgumentException("computes " + numbers
                        + " numbers a sample, more than an eighth of the memory that Java may use (-Xmx)");
            }
            List<TensorSpec> expected = new ArrayList<>(layer.parameters(reads));
            int parameterCount = expected.size();
            expected.addAll(layer.buffers(reads));
            if (expected.size() != tensors.size()) {
                throw new IllegalArgumentException(
                        "has " + expected.size() + " tensors, but " + tensors.size() + " were found");
            }
            for (int i = 0; i < expected.size(); i++) {
                require(expected.get(i), tensors.get(i));
                (i < parameterCount ? parameters : buffers)
                        .add(tensors.get(i).values().toDoubles());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer " + own + " (" + layer.type() + ") " + e.getMessage(), e);
        }
        names.add(own);
        List<String> tensorsNamed = tensors.stream().map(Tensor::name).toList();
        entries.add(new Entry(new Node(own, layer, inputs, tensorsNamed), shape, parameters, buffers));
        return entries.size() - 1;
    }

    /** Adds a layer of another network with its name and tensors, reading the given layers here. */
    int copy(ModelBuilder from, int index, List<Integer> inputs) {
        Entry entry = from.entries.get(index);
        names.add(entry.node.name());
        tensors.addAll(entry.node.tensors());
        Node node = new Node(entry.node.name(), entry.node.layer(), inputs, entry.node.tensors());
        entries.add(new Entry(node, entry.shape, entry.parameters, entry.buffers));
        return entries.size() - 1;
    }

    /** The fixed numbers of layer {@code index}; not to be written to. */
    double[] buffer(int index) {
        return entries.get(index).buffers.get(0);
    }

    /** A builder for another network of the same inputs. */
    ModelBuilder alike() {
        return new ModelBuilder(inputs);
    }

    /** Takes the last layer, which has no tensors and which nothing reads, off again. */
    void removeLast() {
        names.remove(entries.remove(entries.size() - 1).node.name());
        numbers.clear();
    }

    /** Puts another layer, the same with one tensor more behind its own, in the place of layer {@code index}. */
    void extend(int index, LayerSpec layer, Tensor tensor) {
        Entry entry = entries.get(index);
        List<Shape> reads =
                layer.arranged(entry.node.inputs().stream().map(this::shape).toList());
        List<TensorSpec> expected = layer.parameters(reads);
        require(expected.get(expected.size() - 1), tensor);
        List<String> names = new ArrayList<>(entry.node.tensors());
        names.add(tensor.name());
        List<double[]> parameters = new ArrayList<>(entry.parameters);
        parameters.add(tensor.values().toDoubles());
        Node node = new Node(entry.node.name(), layer, entry.node.inputs(), names);
        entries.set(index, new Entry(node, entry.shape, parameters, entry.buffers));
    }

    /** What layer {@code index} computes and reads. */
    Node node(int index) {
        return entries.get(index).node;
    }

    private void require(TensorSpec expected, Tensor tensor) {
        long size = expected.shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (size != tensor.size()) {
            throw new IllegalArgumentException("needs a " + expected.role() + " of the shape " + expected.shape()
                    + ", but the tensor " + tensor.name() + " has the shape " + tensor.shape());
        }
        for (int i = 0; i < tensor.size(); i++) {
            if (!Double.isFinite(tensor.values().get(i))) {
                throw new IllegalArgumentException("has the tensor " + tensor.name() + ", which holds "
                        + tensor.values().get(i) + " at element " + i + ": the network is not usable");
            }
        }
        this.tensors.add(tensor.name());
    }

    /** The network whose output is that of layer {@code output}; layers that do not lead there are left out. */
    public Model build(int output, Model.Ending ending) {
        return build(output, ending, false);
    }

    /** The same for a file whose images have their channels last. */
    Model build(int output, Model.Ending ending, boolean channelsLast) {
        boolean[] needed = new boolean[entries.size()];
        needed[output] = true;
        for (int i = output; i >= 0; i--) {
            for (int input : needed[i] ? entries.get(i).node.inputs() : List.<Integer>of()) {
                if (input >= 0) {
                    needed[input] = true;
                }
            }
        }
        int[] place = new int[entries.size()];
        List<Node> nodes = new ArrayList<>();
        Map<String, double[]> values = new LinkedHashMap<>();
        for (int i = 0; i < place.length; i++) {
            if (needed[i]) {
                place[i] = nodes.size();
                Entry entry = entries.get(i);
                List<Integer> reads = entry.node.inputs().stream()
                        .map(input -> input < 0 ? input : Integer.valueOf(place[input]))
                        .toList();
                nodes.add(new Node(entry.node.name(), entry.node.layer(), reads, entry.node.tensors()));
                List<double[]> own = new ArrayList<>(entry.parameters);
                own.addAll(entry.buffers);
                for (int k = 0; k < own.size(); k++) {
                    values.putIfAbsent(entry.node.tensors().get(k), own.get(k));
                }
            }
        }
        Network network = new Network(inputs, nodes, place[output], Set.of());
        return new Model(
                network, vector(network.layout(), values), vector(network.buffers(), values), ending, channelsLast);
    }

    /** The values of tensors in the order of a layout; a tensor that several layers read stands there once. */
    private static double[] vector(ParameterLayout layout, Map<String, double[]> values) {
        double[] all = new double[layout.size()];
        for (Block block : layout.blocks()) {
            double[] own = Objects.requireNonNull(values.get(block.name()), block.name());
            System.arraycopy(own, 0, all, block.offset(), own.length);
        }
        return all;
    }
}
