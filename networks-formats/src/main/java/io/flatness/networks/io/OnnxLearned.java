package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which free-standing tensors of a file were learned: those that are no weight of a layer, as a class token, a table of
 * positions, a mask or a scale.
 *
 * <p>A file that we wrote names its parameters. PyTorch's exporter by torch.export writes down which tensors are parameters
 * and which are buffers; where it did, that holds. Other files do not say. There, a tensor counts as learned when it is of floating point, has a name of the
 * model's own and is not seen to be a constant: a statistic, a mask, a table of sines or of rotations.
 */
final class OnnxLearned {
    private static final Set<Integer> FLOATS = Set.of(1, 10, 11, 16);

    /** Where a file of our own says which tensors are parameters: their names, a line each; no other is one. */
    static final String PARAMETERS = "flatness.parameters";

    private static final String SIGNATURE = "pkg.torch.export.ExportedProgram.graph_signature";
    private static final Pattern TARGET = Pattern.compile("(PARAMETER|BUFFER|CONSTANT_TENSOR) target='([^']*)'");

    /** Names of numbers that PyTorch's older exporter computed from tensors of the model, with the operator that reads them. */
    private static final Pattern COMPUTED = Pattern.compile("onnx::(Mul|Add|Concat|Expand|MatMul)_\\d+");

    private static final int FEW = 8;

    /** Names that exporters give to constants that they computed beforehand: masks, positions, rotations. */
    private static final Pattern FOLDED =
            Pattern.compile("(c_)?(cos|sin|where|mul|add|sub|div|pow|neg|unsqueeze|squeeze|expand"
                    + "|masked_fill|full|full_like|ones|ones_like|zeros|zeros_like|arange|triu|tril|cat|stack|slice|view|reshape|clone|to"
                    + "|_to_copy|type_as|lift_fresh_copy|lifted_tensor|scalar_tensor|eq|ne|ge|gt|le|lt|logical_\\w+|bitwise_\\w+|outer"
                    + "|einsum|convert_element_type_default|_tensor_constant|masked_\\w+|repeat|permute|transpose|t_?\\d+|index|select"
                    + "|alias|detach|rsub|exp|reciprocal|matmul|bmm|\\w+_cast|\\w+_default)_?\\d*");

    /** Names of tensors that no library learns. */
    private static final Pattern BUFFERS = Pattern.compile(
            "(.*[./])?(running_mean|running_var|moving_mean|moving_variance|(original_)?inv_freq|freqs?(_(cos|sin|cis))?"
                    + "|(cos|sin)(_cached)?|\\w*mask\\w*|position_ids|token_type_ids|relative_position_index|num_batches_tracked)");

    private OnnxLearned() {}

    /**
     * The learned tensors of a file.
     *
     * @param tensors its values, by name
     */
    static Set<String> of(ModelProto model, Function<String, Tensor> tensors) {
        GraphProto graph = model.getGraph();
        Map<String, Boolean> stated = stated(graph);
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            if (entry.getKey().equals(PARAMETERS)) {
                Set<String> own = Set.copyOf(Arrays.asList(entry.getValue().split("\n")));
                graph.getInitializerList().forEach(each -> stated.put(each.getName(), own.contains(each.getName())));
            }
        }
        Set<String> learned = new HashSet<>();
        for (TensorProto proto : graph.getInitializerList()) {
            String name = proto.getName();
            Tensor tensor = tensors.apply(name);
            boolean is = stated.containsKey(name) ? stated.getOrDefault(name, false) : presumed(proto, tensor);
            if (is) {
                learned.add(tensor.name());
            }
        }
        return learned;
    }

    /** For each tensor that a file calls a parameter or a buffer, whether it is a parameter. */
    private static Map<String, Boolean> stated(GraphProto graph) {
        Map<String, Boolean> stated = new HashMap<>();
        for (StringStringEntryProto entry : graph.getMetadataPropsList()) {
            Matcher matcher = TARGET.matcher(entry.getKey().equals(SIGNATURE) ? entry.getValue() : "");
            while (matcher.find()) {
                stated.put(matcher.group(2), matcher.group(1).equals("PARAMETER"));
            }
        }
        return stated;
    }

    /** Whether a tensor of a file that does not say it is taken for a learned one. */
    private static boolean presumed(TensorProto proto, Tensor tensor) {
        return FLOATS.contains(proto.getDataType())
                && (!OnnxImport.isAnonymous(tensor) || isComputed(tensor))
                && !FOLDED.matcher(tensor.name()).matches()
                && !BUFFERS.matcher(tensor.name()).matches()
                && !masks(tensor)
                && !isSinusoidal(tensor);
    }

    /** Whether numbers were computed from tensors of the model, and from no table of rotations. */
    private static boolean isComputed(Tensor tensor) {
        return COMPUTED.matcher(tensor.name()).matches() && tensor.size() > 1 && !isRotation(tensor);
    }

    /** Whether the numbers are sines or cosines of angles that begin at zero: along some axis all begin with 0, or with 1. */
    private static boolean isRotation(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            if (Math.abs(tensor.values().get(i)) > 1 + 1e-6) {
                return false;
            }
        }
        int inner = tensor.size();
        for (int extent : tensor.shape()) {
            inner /= Math.max(1, extent);
            double first = tensor.values().get(0);
            boolean same = extent > 1 && (first == 0 || first == 1);
            for (int i = 0; same && i < tensor.size(); i++) {
                same = i / inner % extent > 0 || tensor.values().get(i) == first;
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Whether two numbers are all there are, or one hides positions. */
    private static boolean masks(Tensor tensor) {
        Set<Double> numbers = new HashSet<>();
        for (int i = 0; i < tensor.size(); i++) {
            double value = tensor.values().get(i);
            if (!(Math.abs(value) < 1e9)) {
                return true;
            }
            if (numbers.size() < 3) {
                numbers.add(value);
            }
        }
        return tensor.size() >= FEW && numbers.size() == 2;
    }

    /** Whether the numbers of each row are pairs of a sine and a cosine, side by side or a half of the row apart. */
    private static boolean isSinusoidal(Tensor tensor) {
        int rank = tensor.shape().size();
        int width = rank < 2 ? 1 : tensor.shape().get(rank - 1);
        return tensor.size() >= FEW && width % 2 == 0 && (paired(tensor, width, 1) || paired(tensor, width, width / 2));
    }

    private static boolean paired(Tensor tensor, int width, int apart) {
        for (int i = 0; i < tensor.size(); i++) {
            boolean first = i % width / apart % 2 == 0;
            if (first) {
                double a = tensor.values().get(i);
                double b = tensor.values().get(i + apart);
                if (Math.abs(a * a + b * b - 1) > 1e-5) {
                    return false;
                }
            }
        }
        return true;
    }
}
