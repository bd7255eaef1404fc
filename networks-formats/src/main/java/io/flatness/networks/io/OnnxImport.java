package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Walks an ONNX graph and turns its nodes into layers. */
final class OnnxImport {
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx");

    private final InputFile file;
    private final GraphProto graph;
    private final Map<String, OnnxValue> values;
    private final ModelBuilder builder;
    private final boolean channelsLast;
    private final Map<String, OnnxNode> consumers = new HashMap<>();
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, OnnxOperator> operators;
    private boolean seen;

    OnnxImport(
            InputFile file,
            GraphProto graph,
            Map<String, OnnxValue> values,
            ModelBuilder builder,
            boolean channelsLast) {
        this.channelsLast = channelsLast;
        this.file = file;
        this.graph = graph;
        this.values = values;
        this.builder = builder;
        this.operators = OnnxOperators.all();
    }

    Model run(String output, Model.Ending absorbed) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            OnnxNode node = new OnnxNode(file, graph.getNode(i), i);
            producers.put(node.output(), node);
            if (OnnxReader.passes(node.proto())) {
                continue;
            }
            for (String input : graph.getNode(i).getInputList()) {
                consumers.put(input, node);
                uses.merge(input, 1, Integer::sum);
            }
        }
        uses.merge(output, 1, Integer::sum);
        for (int i = 0; i < graph.getNodeCount(); i++) {
            OnnxNode node = new OnnxNode(file, graph.getNode(i), i);
            if (!node.output().isEmpty() && values.containsKey(node.output())) {
                continue; // taken in by a node before it
            }
            OnnxOperator operator = operators.get(node.operator());
            if (operator == null || !DOMAINS.contains(node.proto().getDomain())) {
                throw node.refused(
                        "is not supported. Supported: " + String.join(", ", new TreeSet<>(operators.keySet()))
                                + ". Replace it before the export, or describe the network with layers and read its weights"
                                + " from a safetensors file");
            }
            values.put(
                    node.output(),
                    operator instanceof OnnxElementwise elementwise
                            ? OnnxChannels.elementwise(elementwise, node, this)
                            : operator.read(node, this));
        }
        return finish(output, absorbed);
    }

    private Model finish(String output, Model.Ending absorbed) {
        OnnxValue last = values.get(output);
        if (last == null) {
            throw file.error("names the output " + output + ", which no node computes");
        }
        if (last instanceof OnnxValue.Probabilities probabilities) {
            if (absorbed != Model.Ending.SOFTMAX) {
                throw probabilities
                        .node()
                        .refused("ends the network with probabilities; that goes with cross-entropy alone. Export the"
                                + " network without it");
            }
            return builder.build(probabilities.layer(), Model.Ending.SOFTMAX, channelsLast);
        }
        if (absorbed == Model.Ending.SIGMOID && last instanceof OnnxValue.Formula formula) {
            Optional<LayerSpec> layer = ActivationCatalog.find(formula.function());
            if (layer.equals(Optional.of(new Activation(Activation.Function.SIGMOID)))) {
                return builder.build(formula.layer(), Model.Ending.SIGMOID, channelsLast);
            }
        }
        int layer = layer(last, output);
        if (layer == ModelBuilder.INPUT) {
            throw file.error("computes nothing: its output is its input");
        }
        return builder.build(layer, Model.Ending.NONE, channelsLast);
    }

    InputFile file() {
        return file;
    }

    ModelBuilder builder() {
        return builder;
    }

    /** What an input of a node carries. */
    OnnxValue value(OnnxNode node, int input) {
        String name = node.input(input);
        OnnxValue value = values.get(name);
        if (seen && value instanceof OnnxValue.ChannelsLast last) {
            return last.image();
        }
        if (value == null) {
            throw node.refused(
                    name.isEmpty()
                            ? "lacks its input number " + input
                            : "reads " + name + ", which no node before it computes");
        }
        return value;
    }

    /** Shows images with their channels last as they are kept while an operator on elements is read. */
    <T> T seeing(boolean images, Supplier<T> reading) {
        boolean before = seen;
        seen = images;
        try {
            return reading.get();
        } finally {
            seen = before;
        }
    }

    /** Whether images with their channels last are shown as they are kept. */
    boolean isSeeing() {
        return seen;
    }

    /** The node that computes a value, when it alone is made of it: every value on the way is read once. */
    Optional<OnnxNode> onlySource(String name) {
        OnnxNode node = producers.get(name);
        while (node != null && isReadOnce(node.output()) && node.operator().equals("Transpose")) {
            node = producers.get(node.input(0));
        }
        return node != null && isReadOnce(node.output()) ? Optional.of(node) : Optional.empty();
    }

    /** A constant input, or an error that says which one is missing. */
    Tensor constant(OnnxNode node, int input, String what) {
        if (value(node, input) instanceof OnnxValue.Constant constant) {
            return constant.tensor();
        }
        throw node.refused("has " + what + " that depends on the samples; only constants are supported there");
    }

    /** The layer whose output an input of a node is. */
    int layer(OnnxNode node, int input) {
        OnnxValue value = value(node, input);
        int layer = layer(value, node.input(input));
        remember(node.input(input), layer);
        return layer;
    }

    /** The layer behind a value, added when a formula has to become one. */
    private int layer(OnnxValue value, String name) {
        if (value instanceof OnnxValue.Feature feature) {
            return feature.layer();
        }
        if (value instanceof OnnxValue.Formula formula) {
            return layer(formula);
        }
        if (value instanceof OnnxValue.Probabilities probabilities) {
            throw probabilities.node().refused("is supported only as the last step of a network");
        }
        if (value instanceof OnnxValue.ChannelsLast) {
            throw file.error("uses " + name + ", an image whose channels were put last, in a way that is not supported;"
                    + " only operators on elements, padding, concatenation, flattening it for a dense layer and pooling all"
                    + " of it are. Export with channels first");
        }
        throw file.error("uses " + name + ", which does not depend on the samples, as if it did");
    }

    private int layer(OnnxValue.Formula formula) {
        Optional<LayerSpec> known = ActivationCatalog.find(formula.function());
        if (known.isPresent()) {
            return known.get() instanceof Identity
                    ? formula.layer()
                    : builder.add(formula.node().module(), known.get(), formula.layer());
        }
        Optional<LayerSpec> scale = ActivationCatalog.scale(formula.function());
        if (scale.isPresent()) {
            OnnxScale.requireFixed(formula, this);
            return builder.add(formula.node().module(), scale.get(), formula.layer());
        }
        if (operators.get(formula.node().operator()) instanceof OnnxElementwise elementwise) {
            return elementwise.split(formula, this);
        }
        throw new AssertionError("only operators on elements make formulas");
    }

    /** A value is a layer from now on, so that it does not become another when it is read again. */
    private void remember(String name, int layer) {
        OnnxValue feature = new OnnxValue.Feature(layer);
        values.put(
                name,
                values.get(name) instanceof OnnxValue.ChannelsLast last
                        ? new OnnxValue.ChannelsLast(feature, last.flat())
                        : feature);
    }

    /** The layer behind one of the operands of a node. */
    int operand(OnnxNode node, OnnxValue operand) {
        int layer = operand(operand);
        for (String name : node.proto().getInputList()) {
            OnnxValue value = values.get(name);
            if (operand.equals(value) || value instanceof OnnxValue.ChannelsLast last && operand.equals(last.image())) {
                remember(name, layer);
            }
        }
        return layer;
    }

    /** The layer of an image that a node reads with its channels last; it is one from then on. */
    int image(OnnxNode node, int input, OnnxValue.ChannelsLast value) {
        int layer = layer(value.image(), node.input(input));
        remember(node.input(input), layer);
        return layer;
    }

    /** The layer behind an operand of a formula. */
    int operand(OnnxValue value) {
        return layer(value, "its operand");
    }

    /** The layer on which an operand is a formula, without adding anything. */
    int operandLayer(OnnxValue value) {
        return value instanceof OnnxValue.Formula formula ? formula.layer() : operand(value);
    }

    /** Whether a single node reads a value. */
    boolean isReadOnce(String name) {
        return uses.getOrDefault(name, 0) == 1;
    }

    /** The one node that reads the output of a node, if there is exactly one. */
    Optional<OnnxNode> onlyConsumer(OnnxNode node) {
        return isReadOnce(node.output()) ? Optional.ofNullable(consumers.get(node.output())) : Optional.empty();
    }

    /** The constant that input {@code input} of a node is, if it is one. */
    Optional<Tensor> constantIfAny(OnnxNode node, int input) {
        return values.get(node.input(input)) instanceof OnnxValue.Constant constant
                ? Optional.of(constant.tensor())
                : Optional.empty();
    }

    /** What an input of a node carries, if a node before computed it. */
    Optional<OnnxValue> valueIfAny(OnnxNode node, int input) {
        OnnxValue value = values.get(node.input(input));
        return seen && value instanceof OnnxValue.ChannelsLast last
                ? Optional.of(last.image())
                : Optional.ofNullable(value);
    }

    /** Says that a node's output is known already. */
    void taken(OnnxNode node, OnnxValue value) {
        values.put(node.output(), value);
    }

    /** A weight under the name that PyTorch gives it: its own, or the node's module and the role. */
    Tensor named(Tensor tensor, OnnxNode node, String role) {
        return isAnonymous(tensor)
                ? new Tensor(builder.unique(node.module()) + "." + role, tensor.shape(), tensor.values())
                : tensor;
    }

    /** Whether an exporter made up the name of a tensor. */
    static boolean isAnonymous(Tensor tensor) {
        return tensor.name().isEmpty() || tensor.name().matches("onnx::.*|/.*|val_\\d+|.*_output_\\d+");
    }

    /** The name of a layer: that of its weight without the role, or the node's module. */
    String layerName(Tensor weight, OnnxNode node) {
        String name = weight.name();
        return name.endsWith(".weight") ? name.substring(0, name.length() - ".weight".length()) : node.module();
    }
}
