package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Parameter;
import io.flatness.networks.layer.Permute;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Softmax;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.InvalidParameterException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Walks an ONNX graph and turns its nodes into layers. */
final class OnnxImport {
    /** Exporters write no activation with more. */
    private static final int MOST_OPERATORS = 24;

    private static final int MOST_FORMULAS = 1_000;

    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "com.microsoft");

    private static final int FLOAT = 1;
    private static final int INTEGER = 7;
    private static final int BOOLEAN = 9;

    /** Types of whole numbers. */
    private static final Set<Integer> WHOLE = Set.of(2, 3, 4, 5, 6, 7, 12, 13);

    /** Names that exporters give to what they repeated for every sample beforehand. */
    private static final Pattern REPEATED = Pattern.compile("(repeat|expand|expand_as)(_\\d+)?");

    /** Operators that compute with numbers, beside those on elements. */
    private static final Set<String> ARITHMETIC =
            Set.of("MatMul", "Gemm", "Softmax", "LogSoftmax", "Einsum", "LpNormalization", "CumSum", "Resize");

    private final InputFile file;
    private final GraphProto graph;
    private final Map<String, OnnxValue> values;
    private final ModelBuilder builder;
    private final boolean channelsLast;
    private final int samples;
    private final int opset;
    private final Map<String, OnnxNode> consumers = new HashMap<>();
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, OnnxOperator> operators = OnnxOperators.all();
    private final Map<String, OnnxOperator> general = OnnxOperators.general();
    private final Map<String, Integer> sources = new HashMap<>();
    private final Map<OnnxValue.Formula, Integer> split = new IdentityHashMap<>();
    private final Refusals refusals;
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> learnable = new HashSet<>();
    private final List<Tied> copies = new ArrayList<>();
    private final Map<String, Integer> types = new HashMap<>();
    private boolean seen;
    private long stored;
    private long made;

    /**
     * A walk.
     *
     * @param samples number of samples with which shapes are computed
     * @param opset version of the operators
     */
    OnnxImport(
            InputFile file,
            ModelProto model,
            Map<String, OnnxValue> values,
            ModelBuilder builder,
            boolean channelsLast,
            int samples,
            int opset) {
        this.channelsLast = channelsLast;
        this.file = file;
        this.graph = model.getGraph();
        this.values = values;
        this.builder = builder;
        this.samples = samples;
        this.opset = opset;
        this.refusals = new Refusals(file);
        learnable.addAll(OnnxLearned.of(model, this::constant));
        graph.getInitializerList().forEach(tensor -> types.put(tensor.getName(), tensor.getDataType()));
        graph.getInputList()
                .forEach(input -> types.putIfAbsent(
                        input.getName(), input.getType().getTensorType().getElemType()));
        graph.getInitializerList()
                .forEach(tensor -> stored += constant(tensor.getName()).size());
    }

    /** The numbers of all tensors in the file. */
    long stored() {
        return stored;
    }

    Model run(String output, Model.Ending absorbed) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            OnnxNode node = new OnnxNode(file, graph.getNode(i), i);
            node.proto().getOutputList().forEach(each -> producers.put(each, node));
            if (OnnxReader.passes(node.proto())) {
                continue;
            }
            for (String input : graph.getNode(i).getInputList()) {
                consumers.put(input, node);
                uses.merge(input, 1, Integer::sum);
            }
        }
        uses.merge(output, 1, Integer::sum);
        graph.getInitializerList().forEach(tensor -> restored(tensor.getName()));
        Set<Integer> needed = needed(output);
        for (int i = 0; i < graph.getNodeCount(); i++) {
            OnnxNode node = new OnnxNode(file, graph.getNode(i), i);
            boolean taken = !node.output().isEmpty() && values.containsKey(node.output());
            if (needed.contains(i) && !taken) {
                read(node);
            }
        }
        refusals.throwIfAny();
        return finish(output, absorbed);
    }

    /** A learned tensor that the exporter repeated for every sample of a fixed number of them, once for each again. */
    private void restored(String name) {
        Tensor tensor = constant(name);
        List<Integer> shape = tensor.shape();
        boolean repeated = REPEATED.matcher(name).matches()
                && samples != OnnxReader.OPEN
                && shape.size() > 1
                && shape.get(0) == samples
                && types.getOrDefault(name, 0) == FLOAT;
        int size = repeated ? tensor.size() / samples : 0;
        boolean constant = true;
        for (int i = 0; repeated && i < tensor.size(); i++) {
            repeated = tensor.values().get(i) == tensor.values().get(i % size);
            constant &= tensor.values().get(i) == tensor.values().get(0);
        }
        if (repeated && !constant) {
            double[] one = Arrays.copyOf(tensor.values().toDoubles(), size);
            List<Integer> extents = shape.subList(1, shape.size());
            int layer = builder.add(
                    name,
                    new Parameter(extents),
                    List.of(),
                    List.of(new Tensor(name, extents, new Storage.Float64(one))));
            values.put(name, new OnnxValue.Feature(layer));
        }
    }

    /** The nodes that lead to the output; others, as those of another output, are not looked at. */
    private Set<Integer> needed(String output) {
        Set<Integer> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            OnnxNode node = producers.get(open.pop());
            if (node != null && needed.add(node.index())) {
                open.addAll(node.proto().getInputList());
            }
        }
        return needed;
    }

    /** Reads a node; what is wrong with it is kept, so that all that stands in the way is said together. */
    private void read(OnnxNode node) {
        boolean known = DOMAINS.contains(node.proto().getDomain())
                && (operators.containsKey(node.operator()) || general.containsKey(node.operator()));
        if (!known) {
            refusals.unsupported(node);
        }
        if (!known || node.proto().getInputList().stream().anyMatch(unknown::contains)) {
            unknown.addAll(node.proto().getOutputList());
            return;
        }
        Map<String, OnnxValue> before = promoted(node);
        try {
            OnnxValue value = value(node);
            if (value instanceof OnnxValue.Constant constant) {
                made += constant.tensor().size();
                if (made > 4L * Math.max(OnnxConstants.LARGEST, stored)) {
                    throw node.refused("and the nodes before it make constants of " + made + " numbers, out of "
                            + stored + " in the file: too many");
                }
            }
            values.put(node.output(), value);
        } catch (InvalidParameterException e) {
            refusals.add(e);
            unknown.addAll(node.proto().getOutputList());
        } catch (IllegalArgumentException e) {
            refusals.add(node.refused("does not fit: " + e.getMessage()));
            unknown.addAll(node.proto().getOutputList());
        } catch (ArithmeticException e) {
            refusals.add(node.refused("does not fit: a size overflows"));
            unknown.addAll(node.proto().getOutputList());
        } finally {
            values.putAll(before);
        }
    }

    /**
     * Learned tensors with which a node computes and nothing else, as layers, so that what it computes is no constant.
     *
     * @return what these tensors were before
     */
    private Map<String, OnnxValue> promoted(OnnxNode node) {
        List<String> inputs = node.proto().getInputList().stream()
                .filter(input -> !input.isEmpty())
                .toList();
        boolean computes = operators.get(node.operator()) instanceof OnnxElementwise
                || ARITHMETIC.contains(node.operator())
                || node.operator().startsWith("Reduce");
        boolean constant = inputs.stream().allMatch(input -> values.get(input) instanceof OnnxValue.Constant);
        Map<String, OnnxValue> before = new HashMap<>();
        if (computes && constant && isInitial(node) && values.get(node.input(0)) instanceof OnnxValue.Constant state) {
            before.put(node.input(0), state);
            values.put(node.input(0), new OnnxValue.Feature(repeated(state.tensor(), node)));
            return before;
        }
        for (String input : inputs) {
            if (computes
                    && constant
                    && values.get(input) instanceof OnnxValue.Constant each
                    && isLearned(each.tensor())) {
                before.put(input, each);
                Placed placed = source(each.tensor(), node);
                List<Integer> extents = each.tensor().shape();
                Arrangement how = Arrangement.fixed(extents.isEmpty() ? List.of() : extents, samples);
                values.put(input, new OnnxValue.Feature(placed.layer(), how));
            }
        }
        return before;
    }

    /** Whether a node multiplies an initial state, the same for each sample, by a weight. */
    private boolean isInitial(OnnxNode node) {
        return (node.operator().equals("Gemm") || node.operator().equals("MatMul"))
                && values.get(node.input(0)) instanceof OnnxValue.Constant state
                && !isLearned(state.tensor())
                && state.tensor().shape().size() == 2
                && state.tensor().shape().get(0) == samples
                && values.get(node.input(1)) instanceof OnnxValue.Constant weight
                && (isLearned(weight.tensor()) || isAnonymous(weight.tensor()));
    }

    OnnxValue value(OnnxNode node) {
        OnnxOperator operator = operators.get(node.operator());
        boolean arranged = node.proto().getInputList().stream().anyMatch(input -> isArranged(values.get(input)));
        if (operator instanceof OnnxElementwise elementwise) {
            return OnnxChannels.elementwise(elementwise, node, this);
        }
        return operator == null || arranged && general.containsKey(node.operator())
                ? general(node)
                : operator.read(node, this);
    }

    private static boolean isArranged(@Nullable OnnxValue value) {
        return value != null && how(value) != null;
    }

    static @Nullable Arrangement how(OnnxValue value) {
        if (value instanceof OnnxValue.Feature feature) {
            return feature.how();
        }
        if (value instanceof OnnxValue.Formula formula) {
            return formula.how();
        }
        return value instanceof OnnxValue.Probabilities probabilities ? probabilities.how() : null;
    }

    /** Reads a node by the general layers, whatever its axes mean. */
    OnnxValue general(OnnxNode node) {
        OnnxOperator operator = general.get(node.operator());
        if (operator == null) {
            throw node.refused("is not supported on values arranged as these are");
        }
        return operator.read(node, this);
    }

    private Model finish(String output, Model.Ending absorbed) {
        OnnxValue last = values.get(output);
        if (last == null) {
            throw file.error("names the output " + output + ", which no node computes");
        }
        if (last instanceof OnnxValue.Probabilities probabilities
                && absorbed == Model.Ending.SOFTMAX
                && probabilities.axis()
                        == builder.shape(probabilities.layer()).extents().size() - 1) {
            return build(probabilities.layer(), Model.Ending.SOFTMAX);
        }
        if (absorbed == Model.Ending.SIGMOID && last instanceof OnnxValue.Formula formula) {
            Optional<LayerSpec> layer = ActivationCatalog.find(formula.function());
            if (layer.equals(Optional.of(new Activation(Activation.Function.SIGMOID)))) {
                return build(formula.layer(), Model.Ending.SIGMOID);
            }
        }
        if (last instanceof OnnxValue.ChannelsLast image) {
            int turned = layer(image.image(), output);
            return build(builder.add("output", new Permute(List.of(1, 2, 0)), turned), Model.Ending.NONE);
        }
        int layer = layer(last, output);
        if (layer < 0) {
            throw file.error("computes nothing: its output is its input");
        }
        return build(layer, Model.Ending.NONE);
    }

    private Model build(int layer, Model.Ending ending) {
        Shape shape = builder.shape(layer);
        int last = shape.isVector() || shape.unitsLast()
                ? layer
                : builder.add("output", new Reshape(shape.extents(), true), layer);
        ModelBuilder fused = builder.alike();
        int output = new AttentionFusion(builder).into(fused, last);
        return fused.build(output, ending, channelsLast);
    }

    /** Number of samples with which shapes are computed. */
    int samples() {
        return samples;
    }

    /** The arrangement of a value that depends on the samples. */
    Arrangement arrangement(OnnxValue value) {
        Arrangement how = how(value);
        int layer =
                value instanceof OnnxValue.Probabilities probabilities ? probabilities.layer() : operandLayer(value);
        return how != null ? how : Arrangement.plain(builder.shape(layer).extents(), samples);
    }

    /** A layer's output in another shape; the layer itself when it has that shape. */
    int reshaped(OnnxNode node, int layer, List<Integer> extents) {
        Shape from = builder.shape(layer);
        if (from.extents().equals(extents)) {
            return layer;
        }
        return builder.add(
                node.module(),
                extents.size() == 1 ? Reshape.flatten() : new Reshape(extents, from.unitsLast() && !from.isVector()),
                layer);
    }

    /** A layer's output with its axes in another order. */
    int permuted(OnnxNode node, int layer, List<Integer> axes) {
        boolean same = true;
        for (int i = 0; i < axes.size(); i++) {
            same &= axes.get(i) == i;
        }
        return same || axes.size() < 2 ? layer : builder.add(node.module(), new Permute(axes), layer);
    }

    /** A layer's output with its units last, as layers along the last axis read it. */
    int rows(int layer) {
        Shape shape = builder.shape(layer);
        return shape.isVector() || shape.unitsLast()
                ? layer
                : builder.add("rows", new Reshape(shape.extents(), true), layer);
    }

    /**
     * A weight as it is stored where another layer reads it too: exporters transpose shared weights beforehand, so that one
     * matrix stands in the file twice, once under its name.
     */
    Tied tied(Tensor weight, WeightOrder order) {
        WeightOrder turned = order == WeightOrder.IN_OUT ? WeightOrder.OUT_IN : WeightOrder.IN_OUT;
        if (!isAnonymous(weight)) {
            boolean stored = values.get(weight.name()) instanceof OnnxValue.Constant constant
                    && constant.tensor().shape().size() == 2
                    && isTransposed(constant.tensor(), weight);
            return stored ? new Tied(constant(weight.name()), turned, true) : new Tied(weight, order, false);
        }
        for (Tied copy : copies) {
            if (copy.order() == order && isEqual(copy.tensor(), weight)) {
                return copy;
            }
        }
        for (OnnxValue value : List.copyOf(values.values())) {
            if (value instanceof OnnxValue.Constant constant
                    && !isAnonymous(constant.tensor())
                    && constant.tensor().shape().size() == 2
                    && isTransposed(constant.tensor(), weight)) {
                return new Tied(constant.tensor(), turned, true);
            }
        }
        return new Tied(weight, order, false);
    }

    /** Says under which name a weight without one of its own was taken in: exporters copy a weight for each of its uses. */
    void taken(Tensor weight, WeightOrder order) {
        copies.add(new Tied(weight, order, true));
    }

    private static boolean isEqual(Tensor a, Tensor b) {
        boolean same = a.shape().equals(b.shape()) && a.size() > 1;
        boolean constant = true;
        for (int i = 0; same && i < a.size(); i++) {
            same = a.values().get(i) == b.values().get(i);
            constant &= a.values().get(i) == a.values().get(0);
        }
        return same && !constant;
    }

    private static boolean isTransposed(Tensor a, Tensor b) {
        int rows = a.shape().get(0);
        int columns = a.shape().get(1);
        boolean same = a.size() > 1 && b.shape().equals(List.of(columns, rows));
        double first = a.values().get(0);
        boolean constant = true;
        for (int i = 0; same && i < rows; i++) {
            for (int j = 0; same && j < columns; j++) {
                same = a.values().get(i * columns + j) == b.values().get(j * rows + i);
                constant &= a.values().get(i * columns + j) == first;
            }
        }
        return same && !constant;
    }

    /** The version of the operators. */
    int opset() {
        return opset;
    }

    /** What an input of a node carries, as a layer; a constant becomes one. */
    Placed placed(OnnxNode node, int input) {
        return placed(value(node, input), node.input(input), node);
    }

    private Placed placed(OnnxValue value, String name, OnnxNode node) {
        if (value instanceof OnnxValue.Constant constant) {
            return source(constant.tensor(), node);
        }
        if (value instanceof OnnxValue.ChannelsLast image) {
            int layer = layer(image.image(), name);
            remember(name, layer);
            int last = builder.add(node.module() + ".channels-last", new Permute(List.of(1, 2, 0)), layer);
            int whole = image.flat() ? builder.add(node.module() + ".flatten", Reshape.flatten(), last) : last;
            return new Placed(whole, Arrangement.plain(builder.shape(whole).extents(), samples));
        }
        Arrangement how = how(value);
        int layer = layer(value, name);
        remember(name, layer);
        return new Placed(
                layer,
                how != null ? how : Arrangement.plain(builder.shape(layer).extents(), samples));
    }

    /** A tensor of the file as a layer of its own: a parameter, or a constant. */
    Placed source(Tensor tensor, OnnxNode node) {
        List<Integer> extents = tensor.shape().isEmpty() ? List.of(1) : tensor.shape();
        boolean learned = isLearned(tensor);
        String name = tensor.name().isEmpty() ? builder.unique(node.module()) + ".value" : tensor.name();
        Integer known = sources.get(name + extents);
        Tensor own = learned ? named(tensor, node, node.operator().equals("Add") ? "bias" : "weight") : tensor;
        int layer;
        if (known != null) {
            layer = known;
        } else if (learned) {
            layer = builder.add(own.name(), new Parameter(extents), List.of(), List.of(own));
        } else {
            Tensor finite = OnnxConstants.finite(new Tensor(name, tensor.shape(), tensor.values()));
            layer = builder.add(name, new Constant(extents), List.of(), List.of(finite));
        }
        sources.put(name + extents, layer);
        return new Placed(layer, Arrangement.fixed(tensor.shape(), samples));
    }

    /** A layer's output as a value. */
    OnnxValue feature(int layer, Arrangement how) {
        boolean plain =
                how.isPlain() && how.sample().equals(builder.shape(layer).extents()) && how.rank() > 1;
        return new OnnxValue.Feature(layer, plain ? null : how);
    }

    /** Whether a tensor is one that the model learned: floating point, stored under a name of the model's own. */
    boolean isLearned(Tensor tensor) {
        return learnable.contains(tensor.name());
    }

    /** Says that a part of a learned tensor is one too. */
    void learned(Tensor part) {
        learnable.add(part.name());
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

    /**
     * What an input of a node carries, for an operator on elements: a formula of so many operators that it is no activation
     * any more is a layer, or several, from here on.
     */
    OnnxValue operandOf(OnnxNode node, int input) {
        OnnxValue value = value(node, input);
        return value instanceof OnnxValue.Formula formula && formula.operators() > MOST_OPERATORS
                ? new OnnxValue.Feature(operand(node, formula), how(formula))
                : value;
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
            return builder.add(
                    probabilities.node().module(),
                    new Softmax(probabilities.axis(), probabilities.log()),
                    probabilities.layer());
        }
        if (value instanceof OnnxValue.ChannelsLast) {
            throw file.error("uses " + name + ", an image whose channels were put last, in a way that is not supported;"
                    + " only operators on elements, padding, concatenation, flattening it for a dense layer and pooling all"
                    + " of it are. Export with channels first");
        }
        if (value instanceof OnnxValue.Constant constant) {
            OnnxNode reader = consumers.get(name);
            if (reader == null
                    || constant.tensor().shape().size() < 2
                    || constant.tensor().shape().get(0) != samples) {
                throw file.error("uses " + name + ", which does not depend on the samples, as if it did");
            }
            return repeated(constant.tensor(), reader);
        }
        throw new AssertionError(name + " is no value that is known");
    }

    /** A constant that has the same numbers for every sample, as an initial state. */
    private int repeated(Tensor tensor, OnnxNode reader) {
        Arrangement all =
                Arrangement.plain(tensor.shape().subList(1, tensor.shape().size()), samples);
        return source(OnnxFold.perSample(reader, tensor, all), reader).layer();
    }

    private int layer(OnnxValue.Formula formula) {
        Integer known = split.get(formula);
        if (known == null) {
            known = newLayer(formula);
            split.put(formula, known);
        }
        return known;
    }

    private int newLayer(OnnxValue.Formula formula) {
        if (split.size() > MOST_FORMULAS) {
            throw file.error(
                    "writes more than " + MOST_FORMULAS + " formulas on elements, more than any network that is known;"
                            + " name its activations before the export");
        }
        Optional<LayerSpec> known = ActivationCatalog.find(formula.function());
        if (known.isPresent()) {
            return known.get() instanceof Identity
                    ? formula.layer()
                    : builder.add(formula.node().module(), known.get(), formula.layer());
        }
        Optional<LayerSpec> scale = ActivationCatalog.scale(formula.function());
        if (scale.isPresent()) {
            return builder.add(formula.node().module(), scale.get(), formula.layer());
        }
        if (operators.get(formula.node().operator()) instanceof OnnxElementwise elementwise) {
            return elementwise.split(formula, this);
        }
        throw new AssertionError("only operators on elements make formulas");
    }

    /** A value is a layer from now on, so that it does not become another when it is read again. */
    private void remember(String name, int layer) {
        OnnxValue before = values.get(name);
        OnnxValue feature = new OnnxValue.Feature(layer, before == null ? null : how(before));
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

    /** Says what another output of a node carries. */
    void put(String output, OnnxValue value) {
        if (!output.isEmpty()) {
            values.put(output, value);
        }
    }

    /** Says that one more operator reads a value. */
    void readOnceMore(String name) {
        uses.merge(name, 1, Integer::sum);
    }

    /** What a name stands for. */
    OnnxValue known(String name) {
        OnnxValue value = values.get(name);
        if (value == null) {
            throw new AssertionError(name + " is not computed yet");
        }
        return value;
    }

    /** What a name stands for, images with their channels last as what they are in the file. */
    OnnxValue plainly(String name, OnnxNode node) {
        OnnxValue value = known(name);
        if (value instanceof OnnxValue.ChannelsLast) {
            Placed placed = placed(value, name, node);
            return feature(placed.layer(), placed.how());
        }
        return value;
    }

    /** Whether a value is true or false, and no number. */
    boolean isTruth(String name) {
        return type(name) == BOOLEAN;
    }

    /** Whether a value is of whole numbers. */
    boolean isWhole(String name) {
        return WHOLE.contains(type(name));
    }

    /** A number that the file computes, with the precision with which it does. */
    double rounded(String name, double value) {
        return type(name) == FLOAT ? (float) value : value;
    }

    /** The ONNX type of a value's elements. */
    private int type(String name) {
        String at = name;
        for (int step = 0; step <= graph.getNodeCount(); step++) {
            Integer known = types.get(at);
            OnnxNode node = producers.get(at);
            if (known != null || node == null) {
                return known == null ? FLOAT : known;
            }
            switch (node.operator()) {
                case "Equal",
                        "Greater",
                        "GreaterOrEqual",
                        "Less",
                        "LessOrEqual",
                        "Not",
                        "And",
                        "Or",
                        "Xor",
                        "IsNaN",
                        "IsInf":
                    return BOOLEAN;
                case "Shape", "Size":
                    return INTEGER;
                case "Cast":
                    return (int) node.integer("to", FLOAT);
                case "Constant", "ConstantOfShape":
                    return node.type();
                default:
                    at = node.input(node.operator().equals("Where") ? 1 : 0);
            }
        }
        return FLOAT;
    }

    /** Whether any node reads a value. */
    boolean isRead(String name) {
        return uses.containsKey(name);
    }

    /** Says that a node's output is known already. */
    void taken(OnnxNode node, OnnxValue value) {
        values.put(node.output(), value);
    }

    /** A weight under the name that PyTorch gives it: its own, or the node's module and the role. */
    Tensor named(Tensor tensor, OnnxNode node, String role) {
        return named(tensor, node, role, "");
    }

    /** The same; a tensor that stands beside the weight of a layer says what it is called. */
    Tensor named(Tensor tensor, OnnxNode node, String role, String beside) {
        if (!isAnonymous(tensor)) {
            return tensor;
        }
        boolean told = beside.endsWith(".bias") && !role.equals("bias");
        String module = told ? beside.substring(0, beside.length() - ".bias".length()) : builder.unique(node.module());
        return new Tensor(builder.uniqueTensor(module + "." + role), tensor.shape(), tensor.values());
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

    private Tensor constant(String name) {
        if (values.get(name) instanceof OnnxValue.Constant constant) {
            return constant.tensor();
        }
        throw new AssertionError(name + " is no constant");
    }
}
