package io.flatness.networks.io;

/** Operators that join two different layers element by element. */
final class OnnxMerge {
    private OnnxMerge() {}

    static int merge(OnnxNode node, int left, int right, OnnxImport model) {
        throw node.refused("joins two layers element by element; that is not supported for this operator");
    }

    /** Concatenation of layers along the units. */
    static OnnxValue concat(OnnxNode node, OnnxImport model) {
        throw node.refused("joins layers; that is not supported");
    }
}
