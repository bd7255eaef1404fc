package io.flatness.transforms;

import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformFactory;
import java.util.Map;

/** One factor per unit or channel of a layer: incoming weights and bias times c, outgoing weights over c. */
public final class NodeRescaling implements TransformFactory<NodeRescalingParameters> {
    /** Found by {@link java.util.ServiceLoader}. */
    public NodeRescaling() {}

    @Override
    public String name() {
        return "node-rescaling";
    }

    @Override
    public String description() {
        return "Multiplies what enters a hidden unit or channel by a factor and divides what leaves it.";
    }

    @Override
    public Class<NodeRescalingParameters> parameters() {
        return NodeRescalingParameters.class;
    }

    @Override
    public Map<String, Double> neutral() {
        return Map.of("scale", 1.0);
    }

    @Override
    public Transform create(NodeRescalingParameters parameters) {
        return new SymmetryTransform(name(), Invariance.NODE_RESCALING, new UnitFactors(parameters));
    }
}
