package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.InvalidParameterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads networks from ONNX files, as PyTorch and Keras export them (opset 9 to 21). */
public final class OnnxReader {
    private static final int MAX_NODES = 100_000;

    /** What an export from TensorFlow may do to its input before the channels come first. */
    private static final Set<String> BEFORE_TURNING =
            Set.of("Pad", "Slice", "Add", "Sub", "Mul", "Div", "Cast", "Identity");

    /** ONNX types of floating-point numbers. */
    private static final Set<Long> FLOATS = Set.of(1L, 10L, 11L, 16L);

    private OnnxReader() {}

    /**
     * Reads a network.
     *
     * @param samples shape of one sample, used where the file leaves it open; null when it is not known
     * @param absorbed a last step that the loss takes in, so that it is left off the network
     */
    public static Model read(InputFile file, @Nullable List<Integer> samples, Model.Ending absorbed) {
        GraphProto graph = withoutPasses(parse(file).getGraph());
        if (graph.getNodeCount() == 0) {
            throw file.error("is no ONNX model, or is truncated: it holds no graph");
        }
        if (graph.getNodeCount() > MAX_NODES) {
            throw file.error("has " + graph.getNodeCount() + " nodes; at most " + MAX_NODES + " are read");
        }
        Map<String, OnnxValue> values = new LinkedHashMap<>();
        OnnxTensors tensors = new OnnxTensors(file);
        for (TensorProto initializer : graph.getInitializerList()) {
            values.put(initializer.getName(), new OnnxValue.Constant(tensors.read(initializer, initializer.getName())));
        }
        if (graph.getSparseInitializerCount() > 0) {
            throw file.error("holds sparse weights; save them dense");
        }
        ValueInfoProto input = input(file, graph);
        Shape shape = shape(file, input, samples);
        boolean channelsLast = shape.isImage() && turnsChannels(graph, input.getName());
        ModelBuilder builder = new ModelBuilder(channelsLast ? channelsFirst(shape) : shape);
        OnnxValue samplesThemselves = new OnnxValue.Feature(ModelBuilder.INPUT);
        values.put(
                input.getName(),
                channelsLast ? new OnnxValue.ChannelsLast(samplesThemselves, false) : samplesThemselves);
        if (graph.getOutputCount() != 1) {
            throw file.error("has " + graph.getOutputCount() + " outputs; a network with exactly one is expected");
        }
        try {
            return new OnnxImport(file, graph, values, builder, channelsLast)
                    .run(graph.getOutput(0).getName(), absorbed);
        } catch (IllegalArgumentException e) {
            if (e instanceof InvalidParameterException) {
                throw e;
            }
            throw file.error("does not fit together: " + e.getMessage());
        }
    }

    /** Whether all that happens to the input is that its channels come first, normalized and padded or not. */
    private static boolean turnsChannels(GraphProto graph, String input) {
        List<NodeProto> readers = graph.getNodeList().stream()
                .filter(node -> node.getInputList().contains(input) && !passes(node))
                .filter(node -> !node.getOpType().equals("Shape"))
                .toList();
        return !readers.isEmpty()
                && readers.stream()
                        .allMatch(node -> OnnxShapes.putsChannelsFirst(node)
                                || BEFORE_TURNING.contains(node.getOpType())
                                        && turnsChannels(graph, node.getOutput(0)));
    }

    /** Whether a node hands a number on as it is: Identity, and Cast to another precision. */
    static boolean passes(NodeProto node) {
        return node.getInputCount() == 1
                && node.getOutputCount() == 1
                && (node.getOpType().equals("Identity")
                        || node.getOpType().equals("Cast")
                                && node.getAttributeList().stream()
                                        .anyMatch(attribute ->
                                                attribute.getName().equals("to") && FLOATS.contains(attribute.getI())));
    }

    /** The same graph with every node that reads what another hands on reading that itself. */
    private static GraphProto withoutPasses(GraphProto graph) {
        Map<String, String> sources = new HashMap<>();
        Set<String> tensors = new HashSet<>();
        graph.getInitializerList().forEach(initializer -> tensors.add(initializer.getName()));
        GraphProto.Builder direct = graph.toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto.Builder node = direct.getNodeBuilder(i);
            for (int k = 0; k < node.getInputCount(); k++) {
                node.setInput(k, sources.getOrDefault(node.getInput(k), node.getInput(k)));
            }
            boolean copies = graph.getNode(i).getOpType().equals("Identity") && tensors.contains(node.getInput(0));
            if (passes(graph.getNode(i)) && !copies) {
                sources.put(node.getOutput(0), node.getInput(0));
            }
        }
        for (ValueInfoProto.Builder output : direct.getOutputBuilderList()) {
            output.setName(sources.getOrDefault(output.getName(), output.getName()));
        }
        return direct.build();
    }

    private static Shape channelsFirst(Shape shape) {
        List<Integer> extents = shape.extents();
        return Shape.of(extents.get(2), extents.get(0), extents.get(1));
    }

    private static ModelProto parse(InputFile file) {
        try {
            return ModelProto.parseFrom(file.readWhole());
        } catch (InvalidProtocolBufferException e) {
            throw file.error("is no ONNX model, or is truncated or damaged");
        }
    }

    private static ValueInfoProto input(InputFile file, GraphProto graph) {
        Set<String> initializers = new HashSet<>();
        graph.getInitializerList().forEach(initializer -> initializers.add(initializer.getName()));
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initializers.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw file.error("has " + inputs.size() + " inputs; a network with exactly one is expected");
        }
        return inputs.get(0);
    }

    private static Shape shape(InputFile file, ValueInfoProto input, @Nullable List<Integer> samples) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        List<Integer> extents = new ArrayList<>();
        boolean open = shape.getDimCount() == 0;
        for (int i = 1; i < shape.getDimCount(); i++) {
            long extent = shape.getDim(i).getDimValue();
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw file.error("has an input of the impossible size " + extent);
            }
            open |= extent == 0;
            extents.add((int) extent);
        }
        if (shape.getDimCount() == 1) {
            throw file.error("has an input " + input.getName()
                    + " of a single dimension; the first dimension must count samples: export it with a batch");
        }
        if (open) {
            if (samples == null || (!extents.isEmpty() && samples.size() != extents.size())) {
                throw file.error("leaves the shape of its input " + input.getName() + " open; give data.inputShape");
            }
            return new Shape(samples);
        }
        try {
            return new Shape(extents);
        } catch (IllegalArgumentException e) {
            throw file.error("has an input " + input.getName() + " that is too large: " + e.getMessage());
        }
    }
}
