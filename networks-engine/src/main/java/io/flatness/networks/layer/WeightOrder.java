package io.flatness.networks.layer;

/** How the weights of a dense layer are stored. */
public enum WeightOrder {
    /** Rows are inputs, as in the paper and in ONNX MatMul. */
    IN_OUT,
    /** Rows are outputs, as in PyTorch's Linear. */
    OUT_IN
}
