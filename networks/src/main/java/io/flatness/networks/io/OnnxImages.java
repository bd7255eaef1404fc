package io.flatness.networks.io;

import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Shape;
import io.flatness.networks.layer.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Convolutions, pooling and batch normalization. */
final class OnnxImages {
    private OnnxImages() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("Conv", OnnxImages::convolution);
        operators.put("BatchNormalization", OnnxImages::normalization);
        operators.put("MaxPool", OnnxImages::maxPool);
        operators.put("AveragePool", OnnxImages::averagePool);
        operators.put("GlobalAveragePool", OnnxImages::globalAverage);
        operators.put("GlobalMaxPool", OnnxImages::globalMax);
        operators.put("ReduceMean", OnnxImages::mean);
    }

    private static OnnxValue convolution(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        Tensor weight = model.named(model.constant(node, 1, "a weight"), node, "weight");
        if (weight.shape().size() != 4) {
            throw node.refused("has a weight of the shape " + weight.shape()
                    + "; convolutions over images, with four dimensions, are supported");
        }
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(weight);
        if (!node.input(2).isEmpty()) {
            tensors.add(model.named(model.constant(node, 2, "a bias"), node, "bias"));
        }
        Window window = window(
                node,
                model.builder().shape(input),
                weight.shape().get(2),
                weight.shape().get(3));
        Conv2d layer = new Conv2d(weight.shape().get(0), window, (int) node.integer("group", 1), tensors.size() == 2);
        return new OnnxValue.Feature(
                model.builder().add(model.layerName(weight, node), layer, List.of(input), tensors));
    }

    private static OnnxValue normalization(OnnxNode node, OnnxImport model) {
        if (node.integer("training_mode", 0) != 0) {
            throw node.refused("normalizes over the batch (training_mode); call model.eval() before the export");
        }
        int input = model.layer(node, 0);
        String[] roles = {"weight", "bias", "running_mean", "running_var"};
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            tensors.add(model.named(model.constant(node, i + 1, "a " + roles[i]), node, roles[i]));
        }
        for (int i = 0; i < tensors.get(3).size(); i++) {
            if (tensors.get(3).values().get(i) < 0) {
                throw node.refused("has a negative running variance");
            }
        }
        BatchNorm layer = new BatchNorm(node.number("epsilon", 1e-5));
        return new OnnxValue.Feature(
                model.builder().add(model.layerName(tensors.get(0), node), layer, List.of(input), tensors));
    }

    private static OnnxValue maxPool(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        return add(node, model, new MaxPool(pooling(node, model.builder().shape(input))), input);
    }

    private static OnnxValue averagePool(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        boolean countPadding = node.integer("count_include_pad", 0) != 0;
        Window window = pooling(node, model.builder().shape(input));
        return add(node, model, new AveragePool(window, countPadding), input);
    }

    private static OnnxValue globalAverage(OnnxNode node, OnnxImport model) {
        return add(node, model, new GlobalAveragePool(), model.layer(node, 0));
    }

    private static OnnxValue globalMax(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        Shape shape = model.builder().shape(input);
        if (!shape.isImage()) {
            throw node.refused("pools a sample of the shape " + shape + "; an image is expected");
        }
        List<Integer> extents = shape.extents();
        Window whole = new Window(extents.get(1), extents.get(2), 1, 1, 0, 0, 0, 0, 1, 1);
        return add(node, model, new MaxPool(whole), input);
    }

    /** The mean over height and width, as exporters write global average pooling. */
    private static OnnxValue mean(OnnxNode node, OnnxImport model) {
        long[] axes = OnnxShapes.axes(node, model).clone();
        for (int i = 0; i < axes.length; i++) {
            axes[i] = Math.floorMod(axes[i], 4L);
        }
        Arrays.sort(axes);
        long[] positions = {2, 3};
        int input;
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image && !image.flat()) {
            input = image.layer();
            positions = new long[] {1, 2};
        } else {
            input = model.layer(node, 0);
        }
        if (!model.builder().shape(input).isImage() || !Arrays.equals(axes, positions)) {
            throw node.refused("takes a mean that is not over height and width of an image; only that is supported");
        }
        int pooled = model.builder().add(node.module(), new GlobalAveragePool(), input);
        if (node.integer("keepdims", 1) != 0) {
            return new OnnxValue.Feature(pooled);
        }
        return new OnnxValue.Feature(model.builder().add(node.module(), Reshape.flatten(), pooled));
    }

    private static OnnxValue add(OnnxNode node, OnnxImport model, LayerSpec layer, int input) {
        return new OnnxValue.Feature(model.builder().add(node.module(), layer, input));
    }

    private static Window pooling(OnnxNode node, Shape input) {
        long[] kernel = node.integers("kernel_shape");
        if (kernel == null || kernel.length != 2) {
            throw node.refused("has a window of " + (kernel == null ? 0 : kernel.length)
                    + " dimensions; pooling of images, with two, is supported");
        }
        Window window = window(node, input, kernel[0], kernel[1]);
        if (node.integer("ceil_mode", 0) != 0 && !divides(window, input)) {
            throw node.refused("lets windows reach beyond the image (ceil_mode); pad the image instead");
        }
        return window;
    }

    /** Whether the windows end where the padded image ends, so that rounding up and down is the same. */
    private static boolean divides(Window window, Shape image) {
        int height = image.extents().get(1) + window.top() + window.bottom();
        int width = image.extents().get(2) + window.left() + window.right();
        return (height - span(window.height(), window.dilationY())) % window.strideY() == 0
                && (width - span(window.width(), window.dilationX())) % window.strideX() == 0;
    }

    private static int span(int size, int dilation) {
        return (size - 1) * dilation + 1;
    }

    private static Window window(OnnxNode node, Shape input, long height, long width) {
        if (!input.isImage()) {
            throw node.refused(
                    "reads a sample of the shape " + input + "; an image [channels, height, width] is expected");
        }
        int[] strides = pair(node, "strides");
        int[] dilations = pair(node, "dilations");
        int kernelY = extent(node, height);
        int kernelX = extent(node, width);
        int[] pads = pads(node, input, new int[] {kernelY, kernelX}, strides, dilations);
        return new Window(
                kernelY,
                kernelX,
                strides[0],
                strides[1],
                pads[0],
                pads[1],
                pads[2],
                pads[3],
                dilations[0],
                dilations[1]);
    }

    private static int[] pair(OnnxNode node, String name) {
        long[] given = node.integers(name);
        if (given == null) {
            return new int[] {1, 1};
        }
        if (given.length != 2) {
            throw node.refused("has " + given.length + " " + name + "; two are expected");
        }
        return new int[] {extent(node, given[0]), extent(node, given[1])};
    }

    private static int extent(OnnxNode node, long value) {
        if (value < 0 || value > 1 << 20) {
            throw node.refused("has a window with the impossible size " + value);
        }
        return (int) value;
    }

    /** Padding above, left, below and right. */
    private static int[] pads(OnnxNode node, Shape input, int[] kernel, int[] strides, int[] dilations) {
        String automatic = node.text("auto_pad", "NOTSET");
        long[] given = node.integers("pads");
        if (automatic.equals("NOTSET")) {
            if (given == null) {
                return new int[4];
            }
            if (given.length != 4) {
                throw node.refused("has " + given.length + " pads; four are expected");
            }
            return new int[] {
                extent(node, given[0]), extent(node, given[1]), extent(node, given[2]), extent(node, given[3])
            };
        }
        int[] pads = new int[4];
        for (int axis = 0; axis < 2 && !automatic.equals("VALID"); axis++) {
            int size = input.extents().get(axis + 1);
            int steps = (size + strides[axis] - 1) / strides[axis];
            int total = Math.max(0, (steps - 1) * strides[axis] + span(kernel[axis], dilations[axis]) - size);
            int less = total / 2;
            pads[axis] = automatic.equals("SAME_LOWER") ? total - less : less;
            pads[axis + 2] = total - pads[axis];
        }
        return pads;
    }
}
