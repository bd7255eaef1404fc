package io.flatness.networks.graph;

import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.TensorSpec;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.ParameterLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network without its weights: layers in topological order with all shapes, and the layout of its parameters and
 * buffers. Immutable.
 *
 * <p>Parameters stand in the order of the layers, weight before bias, each tensor as stored in its model and where it is
 * used first.
 */
public final class Network {
    private final List<Shape> inputs;
    private final List<Node> nodes;
    private final int output;
    private final List<Site> sites;
    private final Tensors tensors;

    /** A network of one input whose output is that of its last node. */
    public Network(Shape inputShape, List<Node> nodes) {
        this(inputShape, nodes, nodes.size() - 1);
    }

    /** A network of one input, all of whose parameters are free. */
    public Network(Shape inputShape, List<Node> nodes, int output) {
        this(List.of(inputShape), nodes, output, Set.of());
    }

    /**
     * A network.
     *
     * <p>Tensors of one name are one: a parameter that several layers share.
     *
     * @param inputs shapes of the inputs of one sample; nodes read input i as layer −1 − i
     * @param nodes the layers, each after those it reads
     * @param output index of the node whose output is the network's: a vector, or a vector for each position
     * @param frozen names of parameters that are held: they stand among the buffers
     * @throws IllegalArgumentException when something does not fit, naming the layer
     */
    public Network(List<Shape> inputs, List<Node> nodes, int output, Set<String> frozen) {
        this.inputs = List.copyOf(inputs);
        this.nodes = List.copyOf(nodes);
        this.output = output;
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one input");
        }
        List<Placed> placed = new ArrayList<>();
        Tensors.Collector collector = new Tensors.Collector(frozen);
        Set<String> names = new HashSet<>();
        for (int index = 0; index < nodes.size(); index++) {
            Node node = nodes.get(index);
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two layers are called " + node.name());
            }
            placed.add(place(node, index, placed, collector));
        }
        this.tensors = collector.tensors();
        this.sites = placed.stream().map(layer -> layer.site(tensors)).toList();
        if (output < 0 || output >= nodes.size()) {
            throw new IllegalArgumentException(
                    "the output is layer " + output + " but there are " + nodes.size() + " layers");
        }
        if (!outputShape(output).unitsLast()) {
            throw new IllegalArgumentException("the output of a network must be a vector of features, but layer "
                    + nodes.get(output).name() + " has the shape " + outputShape(output) + "; add a flatten layer");
        }
    }

    /** A layer with its shapes and the names of its tensors, before the tensors have their places. */
    private record Placed(
            String name, List<Shape> inputs, Shape output, List<String> parameters, List<String> buffers) {
        Site site(Tensors tensors) {
            return new Site(
                    name,
                    inputs,
                    output,
                    parameters.stream().map(tensors::parameter).toList(),
                    buffers.stream().map(tensors::buffer).toList());
        }
    }

    private Placed place(Node node, int index, List<Placed> before, Tensors.Collector collector) {
        List<Shape> given = new ArrayList<>();
        for (int input : node.inputs()) {
            if (input < -inputs.size() || input >= index) {
                throw new IllegalArgumentException("layer " + node.name() + " (number " + index + ") reads layer "
                        + input + "; it may read "
                        + (inputs.size() == 1
                                ? "−1, the network's input, "
                                : "−" + inputs.size() + " … −1, the network's inputs, ")
                        + "and layers before it");
            }
            given.add(input < 0 ? inputs.get(-1 - input) : before.get(input).output());
        }
        if (given.isEmpty() && !node.layer().isSource()) {
            throw new IllegalArgumentException("layer " + node.name() + " reads nothing");
        }
        try {
            List<Shape> arranged = node.layer().arranged(given);
            Shape shape = node.layer().outputShape(arranged);
            List<TensorSpec> parameters = node.layer().parameters(arranged);
            List<TensorSpec> statistics = node.layer().buffers(arranged);
            int named = node.tensors().size();
            if (named != 0 && named != parameters.size() + statistics.size()) {
                throw new IllegalArgumentException(
                        named + " tensors are named but it has " + (parameters.size() + statistics.size()));
            }
            return new Placed(
                    node.name(),
                    arranged,
                    shape,
                    collector.add(names(node, parameters, 0), parameters, true),
                    collector.add(names(node, statistics, parameters.size()), statistics, false));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "layer " + node.name() + " (" + node.layer().type() + ") " + e.getMessage(), e);
        }
    }

    private static List<String> names(Node node, List<TensorSpec> specs, int first) {
        if (!node.tensors().isEmpty()) {
            return node.tensors().subList(first, first + specs.size());
        }
        return specs.stream().map(spec -> node.name() + "." + spec.role()).toList();
    }

    /** The layers. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Index of the node whose output is the network's output. */
    public int output() {
        return output;
    }

    /** Shape of the first input of one sample. */
    public Shape inputShape() {
        return inputs.get(0);
    }

    /** Shapes of the inputs of one sample. */
    public List<Shape> inputs() {
        return inputs;
    }

    /** Length of one sample: its inputs one after the other, each flattened in the order of its shape. */
    public int inputSize() {
        return inputs.stream().mapToInt(Shape::size).sum();
    }

    /** Number of outputs: for each position where there are positions. */
    public int outputCount() {
        return outputShape(output).units();
    }

    /** Number of positions with outputs per sample; 1 unless the network answers for each position. */
    public int outputPositions() {
        return outputShape(output).positions();
    }

    /** Shape of the output of node {@code index}; −1 − i for input i of the network. */
    public Shape outputShape(int index) {
        return index < 0 ? inputs.get(-1 - index) : sites.get(index).output();
    }

    /** Where node {@code index} stands: its shapes and blocks. */
    public Site site(int index) {
        return sites.get(index);
    }

    /** The parameters. */
    public ParameterLayout layout() {
        return tensors.layout();
    }

    /** What is no parameter: the frozen tensors, and then the statistics and constants. */
    public ParameterLayout buffers() {
        return tensors.buffers();
    }

    /** Number of elements of the frozen tensors, which come first among the buffers. */
    public int frozen() {
        return tensors.frozen();
    }

    /** Whether some tensor has several places in the network. */
    public boolean sharesTensors() {
        return !tensors.shared().isEmpty();
    }

    /** Whether every layer is piecewise linear, and every tensor used once. */
    public boolean piecewiseLinear() {
        return !sharesTensors() && nodes.stream().allMatch(node -> node.layer().piecewiseLinear());
    }

    /** The view that transforms walk. */
    public Architecture architecture() {
        return new NetworkArchitecture(this);
    }
}
