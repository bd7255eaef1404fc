package io.flatness.analyses;

import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A change that leaves the function alone, from one point of a problem to another.
 *
 * @param id name of the change
 * @param parameters what tells it from others of the same name
 * @param from chain to the point before; empty for the problem's own minimum
 * @param steps the links of the change
 */
record Move(String id, Map<String, Object> parameters, List<TransformStep> from, List<TransformStep> steps) {
    static Move of(String id, List<TransformStep> steps) {
        return new Move(id, steps.size() == 1 ? steps.get(0).parameters() : Map.of(), List.of(), steps);
    }

    /** The chain to the point after. */
    List<TransformStep> to() {
        List<TransformStep> chain = new ArrayList<>(from);
        chain.addAll(steps);
        return chain;
    }
}
