package io.flatness.networks.io;

import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
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
        if (!(model.value(node, 1) instanceof OnnxValue.Constant kernel)
                || kernel.tensor().shape().size() != 4) {
            return model.general(node);
        }
        int input = model.layer(node, 0);
        Tensor weight = model.named(model.constant(node, 1, "a weight"), node, "weight");
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(weight);
        if (!node.input(2).isEmpty()) {
            tensors.add(model.named(model.constant(node, 2, "a bias"), node, "bias"));
        }
        Window window = window(
                node,
                model.builder().shape(input).inPlanes(),
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
        if (OnnxImport.how(model.value(node, 0)) != null) {
            return OnnxNormalizations.batch(node, model);
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
        double epsilon = node.number("epsilon", 1e-5);
        if (isConstant(model.constant(node, 1, "a weight"), 1) && isConstant(model.constant(node, 2, "a bias"), 0)) {
            return new OnnxValue.Feature(model.builder().add(node.module(), unlearned(tensors, epsilon), input));
        }
        BatchNorm layer = new BatchNorm(epsilon);
        return new OnnxValue.Feature(
                model.builder().add(model.layerName(tensors.get(0), node), layer, List.of(input), tensors));
    }

    /** Whether a tensor was made up by the exporter and holds one number everywhere: nothing that was learned. */
    private static boolean isConstant(Tensor tensor, double value) {
        return OnnxImport.isAnonymous(tensor)
                && Arrays.stream(tensor.values().toDoubles()).allMatch(x -> x == value);
    }

    /** A normalization without scale and shift of its own (affine=False), whose statistics alone act. */
    private static Scale unlearned(List<Tensor> tensors, double epsilon) {
        List<Double> factor = new ArrayList<>();
        List<Double> shift = new ArrayList<>();
        for (int i = 0; i < tensors.get(2).size(); i++) {
            double inverse = 1 / Math.sqrt(tensors.get(3).values().get(i) + epsilon);
            factor.add(inverse);
            shift.add(-tensors.get(2).values().get(i) * inverse);
        }
        return new Scale(factor, shift);
    }

    private static boolean isVolume(OnnxNode node) {
        long[] kernel = node.integers("kernel_shape");
        return kernel != null && kernel.length > 2;
    }

    private static OnnxValue maxPool(OnnxNode node, OnnxImport model) {
        if (isVolume(node) || OnnxImport.how(model.value(node, 0)) != null) {
            return model.general(node);
        }
        int input = model.layer(node, 0);
        Shape shape = image(model.builder().shape(input));
        return add(node, model, new MaxPool(reaching(node, pooling(node, shape), shape)), input);
    }

    /**
     * Reads a maximum over windows of an image whose edges were repeated around it: each repeated element stands in a
     * window with the one it repeats, so that padding which never wins does the same.
     *
     * @param pads of an image with its samples: before each axis and then behind each
     * @return whether it is so
     */
    static boolean poolsPadded(OnnxNode node, OnnxImport model, int input, long[] pads) {
        Shape shape = model.builder().shape(input);
        Window own = pooling(node, shape);
        boolean plain = !own.isPadded() && own.dilationY() == 1 && own.dilationX() == 1 && !node.has("storage_order");
        boolean outside = pads[0] != 0 || pads[1] != 0 || pads[4] != 0 || pads[5] != 0;
        boolean within = true;
        for (int i : new int[] {2, 3, 6, 7}) {
            within &= pads[i] >= 0 && pads[i] < (i % 4 == 2 ? own.height() : own.width());
        }
        if (!plain || outside || !within || node.integer("ceil_mode", 0) != 0) {
            return false;
        }
        Window window = new Window(
                own.height(),
                own.width(),
                own.strideY(),
                own.strideX(),
                (int) pads[2],
                (int) pads[3],
                (int) pads[6],
                (int) pads[7],
                1,
                1);
        model.taken(node, add(node, model, new MaxPool(window), input));
        return true;
    }

    private static OnnxValue averagePool(OnnxNode node, OnnxImport model) {
        if (isVolume(node) || OnnxImport.how(model.value(node, 0)) != null) {
            return model.general(node);
        }
        int input = model.layer(node, 0);
        boolean countPadding = node.integer("count_include_pad", 0) != 0;
        Shape shape = image(model.builder().shape(input));
        Window window = pooling(node, shape);
        Window whole = reaching(node, window, shape);
        if (!countPadding || whole.equals(window)) {
            return add(node, model, new AveragePool(whole, countPadding), input);
        }
        // what a window covers beyond the padding does not count
        Pad pad = new Pad(window.top(), window.left(), window.bottom(), window.right(), 0);
        int padded = model.builder().add(node.module() + ".pad", pad, input);
        Window beyond = new Window(
                window.height(),
                window.width(),
                window.strideY(),
                window.strideX(),
                0,
                0,
                whole.bottom() - window.bottom(),
                whole.right() - window.right(),
                window.dilationY(),
                window.dilationX());
        return add(node, model, new AveragePool(beyond, false), padded);
    }

    private static OnnxValue globalAverage(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        return model.builder().shape(input).isImage()
                ? add(node, model, new GlobalAveragePool(), input)
                : model.general(node);
    }

    private static OnnxValue globalMax(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        Shape shape = model.builder().shape(input);
        return shape.isImage() ? add(node, model, whole(shape), input) : model.general(node);
    }

    private static LayerSpec whole(Shape image) {
        List<Integer> extents = image.extents();
        return new MaxPool(new Window(extents.get(1), extents.get(2), 1, 1, 0, 0, 0, 0, 1, 1));
    }

    /** The largest element of each channel, as exporters write it. */
    static OnnxValue globalMax(OnnxNode node, OnnxImport model, int image, boolean last) {
        return reduced(node, model, whole(model.builder().shape(image)), image, last);
    }

    /** Whether axes of an image with its samples are height and width, of which the first is axis {@code height}. */
    static boolean isWholeImage(long[] axes, int height) {
        long[] sorted = Arrays.stream(axes)
                .map(axis -> Math.floorMod(axis, 4L))
                .sorted()
                .toArray();
        return Arrays.equals(sorted, new long[] {height, height + 1});
    }

    /** The mean over height and width, as exporters write global average pooling. */
    private static OnnxValue mean(OnnxNode node, OnnxImport model) {
        if (model.value(node, 0) instanceof OnnxValue.Constant || OnnxShapes.isWithoutAxes(node)) {
            return model.general(node);
        }
        long[] axes = OnnxShapes.axes(node, model);
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image && !image.flat() && isWholeImage(axes, 1)) {
            return reduced(node, model, new GlobalAveragePool(), model.image(node, 0, image), true);
        }
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast) {
            return model.general(node);
        }
        int input = model.layer(node, 0);
        if (!model.builder().shape(input).isImage() || !isWholeImage(axes, 2)) {
            return model.general(node);
        }
        return reduced(node, model, new GlobalAveragePool(), input, false);
    }

    private static OnnxValue reduced(OnnxNode node, OnnxImport model, LayerSpec pool, int input, boolean last) {
        int pooled = model.builder().add(node.module(), pool, input);
        if (node.integer("keepdims", 1) != 0) {
            OnnxValue image = new OnnxValue.Feature(pooled);
            return last ? new OnnxValue.ChannelsLast(image, false) : image;
        }
        return new OnnxValue.Feature(model.builder().add(node.module(), Reshape.flatten(), pooled));
    }

    private static OnnxValue add(OnnxNode node, OnnxImport model, LayerSpec layer, int input) {
        return new OnnxValue.Feature(model.builder().add(node.module(), layer, input));
    }

    private static Window pooling(OnnxNode node, Shape input) {
        long[] kernel = node.integers("kernel_shape");
        if (kernel != null && kernel.length == 1) {
            return window(node, input, 1, kernel[0]);
        }
        if (kernel == null || kernel.length != 2) {
            throw node.refused("has a window of " + (kernel == null ? 0 : kernel.length)
                    + " dimensions; pooling of images, with two, is supported. Give a signal the height 1");
        }
        return window(node, input, kernel[0], kernel[1]);
    }

    /** A window with so much more padding below and on the right that its steps are rounded up (ceil_mode). */
    private static Window reaching(OnnxNode node, Window window, Shape image) {
        if (node.integer("ceil_mode", 0) == 0) {
            return window;
        }
        return new Window(
                window.height(),
                window.width(),
                window.strideY(),
                window.strideX(),
                window.top(),
                window.left(),
                after(
                        image.extents().get(1),
                        window.top(),
                        window.bottom(),
                        span(window.height(), window.dilationY()),
                        window.strideY()),
                after(
                        image.extents().get(2),
                        window.left(),
                        window.right(),
                        span(window.width(), window.dilationX()),
                        window.strideX()),
                window.dilationY(),
                window.dilationX());
    }

    /** Padding behind an axis such that one more window fits, unless that would begin behind the image. */
    private static int after(int extent, int before, int after, int span, int stride) {
        int rest = (extent + before + after - span) % stride;
        int begin = extent + before + after - span - rest + stride;
        return extent + before + after < span || rest == 0 || begin >= extent + before ? after : after + stride - rest;
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

    /** A signal [channels, length] as an image of height 1. */
    private static Shape image(Shape shape) {
        return shape.rank() == 2 ? Shape.of(shape.extent(0), 1, shape.extent(1)) : shape.inPlanes();
    }

    private static int[] pair(OnnxNode node, String name) {
        long[] given = node.integers(name);
        if (given == null) {
            return new int[] {1, 1};
        }
        if (given.length == 1) {
            return new int[] {1, extent(node, given[0])};
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
            if (given.length == 2) {
                return new int[] {0, extent(node, given[0]), 0, extent(node, given[1])};
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
