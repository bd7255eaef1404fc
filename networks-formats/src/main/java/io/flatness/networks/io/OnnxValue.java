package io.flatness.networks.io;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What an edge of an ONNX graph carries. */
sealed interface OnnxValue {
    /** Known before any sample: weights, scalars, axes. */
    record Constant(Tensor tensor) implements OnnxValue {
        boolean isScalar() {
            return tensor.size() == 1;
        }

        double scalar() {
            return tensor.values().get(0);
        }
    }

    /** The output of a layer, −1 for the network's input. */
    record Feature(int layer) implements OnnxValue {}

    /**
     * A function of one variable applied to every element of a layer's output. Exporters write activations as several
     * operators; which function they make together is seen once it is needed.
     *
     * @param layer the layer
     * @param function of one element
     * @param node the last operator
     * @param operands what that operator reads
     */
    record Formula(int layer, DoubleUnaryOperator function, OnnxNode node, List<OnnxValue> operands)
            implements OnnxValue {}

    /** Extents of a shape computed in the graph; {@link #BATCH} stands for the number of samples. */
    record Extents(long[] values) implements OnnxValue {
        static final long BATCH = Long.MIN_VALUE;
    }

    /**
     * An image [channels, height, width] seen as [height, width, channels], the order of TensorFlow.
     *
     * @param image the image itself, a feature or a formula of one
     * @param flat whether it is flattened in that order
     */
    record ChannelsLast(OnnxValue image, boolean flat) implements OnnxValue {}

    /** Softmax of a layer's output: right only at the end of a network. */
    record Probabilities(int layer, OnnxNode node) implements OnnxValue {}
}
