package io.flatness.networks.io;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an edge of an ONNX graph carries. */
sealed interface OnnxValue {
    /** Known before any sample: weights, scalars, axes, shapes. */
    record Constant(Tensor tensor) implements OnnxValue {
        boolean isScalar() {
            return tensor.size() == 1;
        }

        double scalar() {
            return tensor.values().get(0);
        }
    }

    /**
     * The output of a layer, −1 and below for the network's inputs.
     *
     * @param how its axes lie; null when the samples come first and the axes of the layer's shape behind them
     */
    record Feature(int layer, @Nullable Arrangement how) implements OnnxValue {
        Feature(int layer) {
            this(layer, null);
        }
    }

    /**
     * A function of one variable applied to every element of a layer's output. Exporters write activations as several
     * operators; which function they make together is seen once it is needed.
     *
     * @param layer the layer
     * @param how its axes lie, as in a feature
     * @param function of one element
     * @param node the last operator
     * @param operands what that operator reads
     * @param operators how many operators one value of the function takes; those that two operands share count twice
     */
    record Formula(
            int layer,
            @Nullable Arrangement how,
            DoubleUnaryOperator function,
            OnnxNode node,
            List<OnnxValue> operands,
            int operators)
            implements OnnxValue {
        Formula(
                int layer,
                @Nullable Arrangement how,
                DoubleUnaryOperator function,
                OnnxNode node,
                List<OnnxValue> operands) {
            this(
                    layer,
                    how,
                    function,
                    node,
                    operands,
                    1 + operands.stream().mapToInt(Formula::operators).sum());
        }

        private static int operators(OnnxValue operand) {
            return operand instanceof Formula inner ? inner.operators : 0;
        }
    }

    /**
     * An image [channels, height, width] seen as [height, width, channels], the order of TensorFlow.
     *
     * @param image the image itself, a feature or a formula of one
     * @param flat whether it is flattened in that order
     */
    record ChannelsLast(OnnxValue image, boolean flat) implements OnnxValue {}

    /**
     * A softmax, which the loss may take in at the end of a network.
     *
     * @param layer what it normalizes
     * @param how its axes lie, as in a feature
     * @param axis the axis of a sample over which it normalizes
     * @param log whether its logarithm is taken
     */
    record Probabilities(int layer, @Nullable Arrangement how, int axis, boolean log, OnnxNode node)
            implements OnnxValue {}
}
