package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.InvalidParameterException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads networks from ONNX files, as PyTorch, TensorFlow and scikit-learn export them (opset 9 to 24). */
public final class OnnxReader {
    /** The number of samples with which shapes are computed where a file leaves it open: a prime that no other size is. */
    static final int OPEN = 11;

    private static final long FIRST_OPSET = 9;
    private static final long LAST_OPSET = 26;
    private static final int MAX_NODES = 10_000;

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
        return read(file, samples == null ? Map.of() : Map.of("", samples), null, absorbed);
    }

    /**
     * Reads a network of any number of inputs and outputs.
     *
     * @param samples shape of one sample, by input; under the empty name for a network of one
     * @param output name of the output; may be null when there is one
     * @param absorbed a last step that the loss takes in, so that it is left off the network
     */
    public static Model read(
            InputFile file, Map<String, List<Integer>> samples, @Nullable String output, Model.Ending absorbed) {
        ModelProto proto = parse(file);
        if (proto.getGraph().getNodeCount() == 0) {
            throw file.error("is no ONNX model, or is truncated: it holds no graph");
        }
        if (proto.getGraph().getNodeCount() > MAX_NODES) {
            throw file.error("has " + proto.getGraph().getNodeCount() + " nodes; at most " + MAX_NODES + " are read");
        }
        GraphProto graph = withoutPasses(proto.getGraph());
        ModelProto model = proto.toBuilder().setGraph(graph).build();
        if (graph.getSparseInitializerCount() > 0) {
            throw file.error("holds sparse weights; save them dense");
        }
        Map<String, OnnxValue> values = new LinkedHashMap<>();
        OnnxTensors tensors = new OnnxTensors(file);
        for (TensorProto initializer : graph.getInitializerList()) {
            values.put(initializer.getName(), new OnnxValue.Constant(tensors.read(initializer, initializer.getName())));
        }
        List<OnnxInput> inputs = OnnxInput.of(file, graph, samples);
        OnnxInput first = inputs.get(0);
        Shape shape = first.shape(file, graph);
        boolean channelsLast = inputs.size() == 1 && shape.isImage() && turnsChannels(graph, first.name());
        List<Shape> shapes = new ArrayList<>();
        shapes.add(channelsLast ? channelsFirst(shape) : shape);
        inputs.stream().skip(1).forEach(input -> shapes.add(input.shape(file, graph)));
        for (int i = 0; i < inputs.size(); i++) {
            OnnxValue samplesThemselves =
                    new OnnxValue.Feature(-1 - i, inputs.get(i).how());
            values.put(
                    inputs.get(i).name(),
                    channelsLast ? new OnnxValue.ChannelsLast(samplesThemselves, false) : samplesThemselves);
        }
        ModelBuilder builder = new ModelBuilder(shapes);
        List<String> names = inputs.stream().map(OnnxInput::name).toList();
        try {
            return new OnnxImport(file, model, values, builder, channelsLast, first.samples(), opset(file, proto))
                    .run(output(file, graph, output), absorbed)
                    .reading(names);
        } catch (IllegalArgumentException e) {
            if (e instanceof InvalidParameterException) {
                throw e;
            }
            throw file.error("does not fit together: " + e.getMessage());
        }
    }

    private static String output(InputFile file, GraphProto graph, @Nullable String asked) {
        List<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        if (asked == null && outputs.size() == 1) {
            return outputs.get(0);
        }
        boolean known = asked != null
                && (outputs.contains(asked)
                        || graph.getNodeList().stream()
                                .anyMatch(node -> node.getOutputList().contains(asked)));
        if (!known || asked == null) {
            throw file.error(
                    (asked == null ? "has the outputs " + outputs : "has no output " + asked + " among " + outputs)
                            + "; say which one is meant, as in model: {output: "
                            + (outputs.isEmpty() ? "NAME" : outputs.get(0))
                            + "}");
        }
        return asked;
    }

    private static int opset(InputFile file, ModelProto proto) {
        long opset = proto.getOpsetImportList().stream()
                .filter(each -> each.getDomain().isEmpty() || each.getDomain().equals("ai.onnx"))
                .mapToLong(each -> each.getVersion())
                .max()
                .orElse(LAST_OPSET);
        if (opset > LAST_OPSET) {
            throw file.error("is of opset " + opset + "; " + FIRST_OPSET + " to " + LAST_OPSET
                    + " can be read. Export it with opset_version=18");
        }
        return (int) opset;
    }

    /** Whether all that happens to the input is that its channels come first, normalized and padded or not. */
    private static boolean turnsChannels(GraphProto graph, String input) {
        Map<String, List<NodeProto>> readers = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            if (!passes(node) && !node.getOpType().equals("Shape")) {
                Set.copyOf(node.getInputList())
                        .forEach(name -> readers.computeIfAbsent(name, any -> new ArrayList<>())
                                .add(node));
            }
        }
        Set<String> reached = new HashSet<>(Set.of(input));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            List<NodeProto> next = readers.getOrDefault(open.pop(), List.of());
            for (NodeProto node : next) {
                if (OnnxShapes.putsChannelsFirst(node)) {
                    continue;
                }
                if (!BEFORE_TURNING.contains(node.getOpType()) || node.getOutputCount() == 0) {
                    return false;
                }
                if (reached.add(node.getOutput(0))) {
                    open.push(node.getOutput(0));
                }
            }
            if (next.isEmpty()) {
                return false;
            }
        }
        return true;
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
}
