package io.flatness.networks.io;

import io.flatness.networks.layer.Convolution;
import io.flatness.networks.layer.Kernel;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Convolutions over signals and volumes, and transposed ones over any number of axes. */
final class OnnxConvolutions {
    private OnnxConvolutions() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("Conv", OnnxConvolutions::convolution);
        general.put("ConvTranspose", OnnxConvolutions::transposed);
    }

    private static OnnxValue convolution(OnnxNode node, OnnxImport model) {
        if (!(model.value(node, 1) instanceof OnnxValue.Constant)) {
            return OnnxWindows.convolution(node, model);
        }
        Placed input = channels(node, model);
        Tensor weight = model.named(model.constant(node, 1, "a weight"), node, "weight");
        int rank = input.how().rank() - 2;
        List<Integer> extents = input.how().extents().subList(2, rank + 2);
        Kernel kernel = kernel(node, weight, rank, extents, false, List.of());
        boolean bias = !node.input(2).isEmpty();
        int outputs = weight.shape().get(0);
        return add(
                node,
                model,
                input,
                weight,
                new Convolution(outputs, kernel, (int) node.integer("group", 1), bias),
                bias);
    }

    private static OnnxValue transposed(OnnxNode node, OnnxImport model) {
        Placed input = channels(node, model);
        Tensor weight = model.named(model.constant(node, 1, "a weight"), node, "weight");
        int rank = input.how().rank() - 2;
        List<Integer> extents = input.how().extents().subList(2, rank + 2);
        if (node.integers("output_shape") != null) {
            throw node.refused("states the shape of its output; state pads and output_padding instead");
        }
        List<Integer> extra = numbers(node, "output_padding", rank, 0);
        Kernel kernel = kernel(node, weight, rank, extents, true, extra);
        int groups = (int) node.integer("group", 1);
        boolean bias = !node.input(2).isEmpty();
        int outputs = weight.shape().get(1) * groups;
        return add(node, model, input, weight, new TransposedConvolution(outputs, kernel, extra, groups, bias), bias);
    }

    private static Placed channels(OnnxNode node, OnnxImport model) {
        Placed input = model.placed(node, 0);
        if (!input.how().isPlain() || input.how().rank() < 3) {
            throw node.refused("convolves values of the shape " + input.how().extents()
                    + "; samples first, then channels and positions are expected");
        }
        return input;
    }

    private static OnnxValue add(
            OnnxNode node, OnnxImport model, Placed input, Tensor weight, LayerSpec layer, boolean bias) {
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(weight);
        if (bias) {
            tensors.add(model.named(model.constant(node, 2, "a bias"), node, "bias"));
        }
        int added = model.builder().add(model.layerName(weight, node), layer, List.of(input.layer()), tensors);
        return new OnnxValue.Feature(added);
    }

    private static Kernel kernel(
            OnnxNode node, Tensor weight, int rank, List<Integer> extents, boolean transposed, List<Integer> extra) {
        if (weight.shape().size() != rank + 2) {
            throw node.refused("has a weight of the shape " + weight.shape() + " for samples of " + rank + " axes");
        }
        List<Integer> sizes = weight.shape().subList(2, rank + 2);
        List<Integer> strides = numbers(node, "strides", rank, 1);
        List<Integer> dilations = numbers(node, "dilations", rank, 1);
        List<Integer> pads = numbers(node, "pads", 2 * rank, 0);
        List<Integer> before = new ArrayList<>(pads.subList(0, rank));
        List<Integer> after = new ArrayList<>(pads.subList(rank, 2 * rank));
        String auto = node.text("auto_pad", "NOTSET");
        if (auto.startsWith("SAME")) {
            for (int i = 0; i < rank; i++) {
                int span = dilations.get(i) * (sizes.get(i) - 1) + 1;
                int total = transposed
                        ? Math.max(0, span + extra.get(i) - strides.get(i))
                        : Math.max(
                                0,
                                ((extents.get(i) + strides.get(i) - 1) / strides.get(i) - 1) * strides.get(i)
                                        + span
                                        - extents.get(i));
                boolean upper = auto.equals("SAME_UPPER");
                before.set(i, upper ? total / 2 : total - total / 2);
                after.set(i, total - before.get(i));
            }
        } else if (!auto.equals("NOTSET") && !auto.equals("VALID")) {
            throw node.refused("has auto_pad " + auto);
        }
        return new Kernel(sizes, strides, before, after, dilations);
    }

    private static List<Integer> numbers(OnnxNode node, String name, int count, int otherwise) {
        long[] given = node.integers(name);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(given == null ? otherwise : (int) given[i]);
        }
        if (given != null && given.length != count) {
            throw node.refused("has " + given.length + " " + name + "; " + count + " are expected");
        }
        return numbers;
    }
}
