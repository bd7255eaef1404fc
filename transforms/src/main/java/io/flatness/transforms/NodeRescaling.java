package io.flatness.transforms;

import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;

/** One factor per unit or channel of a layer: incoming weights and bias times c, outgoing weights over c. */
final class NodeRescaling {
    private NodeRescaling() {}

    static Transform of(NodeRescalingParameters parameters) {
        return new SymmetryTransform("node-rescaling", Invariance.NODE_RESCALING, new UnitFactors(parameters));
    }
}
