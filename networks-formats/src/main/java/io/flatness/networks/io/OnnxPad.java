package io.flatness.networks.io;

import io.flatness.networks.layer.Pad;
import io.flatness.networks.tile.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Pad with a constant, around images in either order of their axes. */
final class OnnxPad {
    private OnnxPad() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("Pad", OnnxPad::pad);
    }

    private static OnnxValue pad(OnnxNode node, OnnxImport model) {
        OnnxValue value = model.value(node, 0);
        boolean last = value instanceof OnnxValue.ChannelsLast;
        if (value instanceof OnnxValue.ChannelsLast image && image.flat()) {
            throw node.refused("pads a flattened image; only images can be padded");
        }
        int input = value instanceof OnnxValue.ChannelsLast image ? model.image(node, 0, image) : model.layer(node, 0);
        Shape shape = model.builder().shape(input);
        long[] pads = pads(node, model, shape.extents().size() + 1);
        if (LongStream.of(pads).allMatch(pad -> pad == 0)) {
            return model.value(node, 0);
        }
        String mode = node.text("mode", "constant");
        if (mode.equals("edge") && !last) {
            Optional<OnnxNode> pool =
                    model.onlyConsumer(node).filter(next -> next.operator().equals("MaxPool") && !next.has("auto_pad"));
            if (pool.isPresent() && OnnxImages.poolsPadded(pool.get(), model, input, pads)) {
                return new OnnxValue.Feature(input);
            }
        }
        if (!mode.equals("constant")) {
            return model.general(node);
        }
        int row = last ? 1 : 2;
        int channel = last ? 3 : 1;
        if (!shape.isImage() || pads[0] != 0 || pads[4] != 0 || pads[channel] != 0 || pads[4 + channel] != 0) {
            return model.general(node);
        }
        Pad layer = new Pad(
                side(node, pads[row]),
                side(node, pads[row + 1]),
                side(node, pads[4 + row]),
                side(node, pads[4 + row + 1]),
                constant(node, model));
        OnnxValue padded = new OnnxValue.Feature(model.builder().add(node.module(), layer, input));
        return last ? new OnnxValue.ChannelsLast(padded, false) : padded;
    }

    /** Padding before each axis and then behind each, whichever axes the node names. */
    private static long[] pads(OnnxNode node, OnnxImport model, int rank) {
        long[] given = node.integers("pads");
        if (given == null) {
            given = OnnxConstants.integers(model.constant(node, 1, "a padding"));
        }
        long[] axes = node.input(3).isEmpty()
                ? LongStream.range(0, rank).toArray()
                : OnnxConstants.integers(model.constant(node, 3, "axes"));
        if (given.length != 2 * axes.length) {
            throw node.refused("has " + given.length + " pads for " + axes.length + " axes; two for each are expected");
        }
        long[] pads = new long[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] < -rank || axes[i] >= rank) {
                throw node.refused("pads along axis " + axes[i] + ", which is not there");
            }
            int axis = Math.floorMod(axes[i], rank);
            pads[axis] = given[i];
            pads[rank + axis] = given[axes.length + i];
        }
        return pads;
    }

    private static int side(OnnxNode node, long pad) {
        if (Math.abs(pad) > Integer.MAX_VALUE) {
            throw node.refused("pads by the impossible size " + pad);
        }
        return (int) pad;
    }

    /** The constant, as an attribute (opset 9, 10) or an input. */
    private static double constant(OnnxNode node, OnnxImport model) {
        return node.input(2).isEmpty()
                ? node.number("value", 0)
                : model.constant(node, 2, "a value").values().get(0);
    }

    /** A part of an image, rows and columns, as a padding by negative numbers. */
    static OnnxValue cropped(OnnxNode node, OnnxImport model, long[] starts, long[] ends, long[] axes) {
        OnnxValue value = model.value(node, 0);
        boolean last = value instanceof OnnxValue.ChannelsLast;
        int input = value instanceof OnnxValue.ChannelsLast image ? model.image(node, 0, image) : model.layer(node, 0);
        Shape shape = model.builder().shape(input);
        int[] sides = new int[4];
        for (int i = 0; i < axes.length; i++) {
            long axis = Math.floorMod(axes[i], shape.extents().size() + 1L) - (last ? 1 : 2);
            if (!shape.isImage()
                    || axis < 0
                    || axis > 1
                    || value instanceof OnnxValue.ChannelsLast image && image.flat()) {
                return model.general(node);
            }
            int extent = shape.extents().get((int) axis + 1);
            long from = Math.max(0, Math.min(extent, starts[i] < 0 ? starts[i] + extent : starts[i]));
            long to = Math.max(0, Math.min(extent, ends[i] < 0 ? ends[i] + extent : ends[i]));
            sides[(int) axis] -= (int) from;
            sides[(int) axis + 2] -= (int) (extent - to);
        }
        Pad layer = new Pad(sides[0], sides[1], sides[2], sides[3], 0);
        OnnxValue part = new OnnxValue.Feature(model.builder().add(node.module(), layer, input));
        return last ? new OnnxValue.ChannelsLast(part, false) : part;
    }
}
