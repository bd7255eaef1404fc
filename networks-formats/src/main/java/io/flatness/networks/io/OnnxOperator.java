package io.flatness.networks.io;

/** Reads the nodes of one ONNX operator. */
interface OnnxOperator {
    /** What the node's output carries; adds the layers it needs to the model. */
    OnnxValue read(OnnxNode node, OnnxImport model);
}
