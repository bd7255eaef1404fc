package io.flatness.networks.graph;

import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.TensorSpec;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network without its weights: layers in topological order with all shapes, and the layout of its parameters and
 * buffers. Immutable.
 *
 * <p>Parameters stand in the order of the layers, weight before bias, each tensor as stored in its model.
 */
public final class Network {
    private final Shape inputShape;
    private final List<Node> nodes;
    private final int output;
    private final int outputCount;
    private final List<Site> sites;
    private final ParameterLayout layout;
    private final ParameterLayout buffers;

    /** A network whose output is that of its last node. */
    public Network(Shape inputShape, List<Node> nodes) {
        this(inputShape, nodes, nodes.size() - 1);
    }

    /**
     * A network.
     *
     * @param inputShape shape of one sample
     * @param nodes the layers, each after those it reads
     * @param output index of the node whose output, a vector, is the network's output
     * @throws IllegalArgumentException when something does not fit, naming the layer
     */
    public Network(Shape inputShape, List<Node> nodes, int output) {
        this.inputShape = inputShape;
        this.nodes = List.copyOf(nodes);
        this.output = output;
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        List<Block> parameterBlocks = new ArrayList<>();
        List<Block> bufferBlocks = new ArrayList<>();
        List<Site> built = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int index = 0; index < nodes.size(); index++) {
            Node node = nodes.get(index);
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two layers are called " + node.name());
            }
            built.add(site(node, index, built, parameterBlocks, bufferBlocks));
        }
        this.sites = List.copyOf(built);
        this.layout = new ParameterLayout(parameterBlocks);
        this.buffers = new ParameterLayout(bufferBlocks);
        if (output < 0 || output >= nodes.size()) {
            throw new IllegalArgumentException(
                    "the output is layer " + output + " but there are " + nodes.size() + " layers");
        }
        if (!outputShape(output).isVector()) {
            throw new IllegalArgumentException("the output of a network must be a vector of features, but layer "
                    + nodes.get(output).name() + " has the shape " + outputShape(output) + "; add a flatten layer");
        }
        this.outputCount = sites.get(output).output().size();
    }

    private Site site(Node node, int index, List<Site> before, List<Block> parameterBlocks, List<Block> bufferBlocks) {
        List<Shape> inputs = new ArrayList<>();
        for (int input : node.inputs()) {
            if (input < -1 || input >= index) {
                throw new IllegalArgumentException("layer " + node.name() + " (number " + index + ") reads layer "
                        + input + "; it may read −1, the network's input, and layers before it");
            }
            inputs.add(input < 0 ? inputShape : before.get(input).output());
        }
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("layer " + node.name() + " reads nothing");
        }
        try {
            Shape shape = node.layer().outputShape(inputs);
            List<TensorSpec> parameters = node.layer().parameters(inputs);
            List<TensorSpec> statistics = node.layer().buffers(inputs);
            int named = node.tensors().size();
            if (named != 0 && named != parameters.size() + statistics.size()) {
                throw new IllegalArgumentException(
                        named + " tensors are named but it has " + (parameters.size() + statistics.size()));
            }
            List<Block> own = append(node, parameters, 0, parameterBlocks);
            List<Block> ownBuffers = append(node, statistics, parameters.size(), bufferBlocks);
            return new Site(node.name(), inputs, shape, own, ownBuffers);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "layer " + node.name() + " (" + node.layer().type() + ") " + e.getMessage(), e);
        }
    }

    private static List<Block> append(Node node, List<TensorSpec> tensors, int firstName, List<Block> to) {
        List<Block> own = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            String name = node.tensors().isEmpty()
                    ? node.name() + "." + tensors.get(i).role()
                    : node.tensors().get(firstName + i);
            int offset = to.isEmpty() ? 0 : to.get(to.size() - 1).end();
            Block block = new Block(name, tensors.get(i).shape(), offset);
            to.add(block);
            own.add(block);
        }
        return own;
    }

    /** The layers. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Index of the node whose output is the network's output. */
    public int output() {
        return output;
    }

    /** Shape of one input sample. */
    public Shape inputShape() {
        return inputShape;
    }

    /** Length of one input sample, flattened in the order of {@link #inputShape()}. */
    public int inputSize() {
        return inputShape.size();
    }

    /** Number of outputs per sample. */
    public int outputCount() {
        return outputCount;
    }

    /** Shape of the output of node {@code index}; −1 for the network's input. */
    public Shape outputShape(int index) {
        return index < 0 ? inputShape : sites.get(index).output();
    }

    /** Where node {@code index} stands: its shapes and blocks. */
    public Site site(int index) {
        return sites.get(index);
    }

    /** The parameters. */
    public ParameterLayout layout() {
        return layout;
    }

    /** The buffers: statistics that are not parameters. */
    public ParameterLayout buffers() {
        return buffers;
    }

    /** Whether every layer is piecewise linear. */
    public boolean piecewiseLinear() {
        return nodes.stream().allMatch(node -> node.layer().piecewiseLinear());
    }

    /** The view that transforms walk. */
    public Architecture architecture() {
        return new NetworkArchitecture(this);
    }
}
