package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What a run measured. */
public final class Outcome {
    private final ArrayNode problems = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode points = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode analyses = JsonNodeFactory.instance.arrayNode();
    private boolean complete;

    /** The entries {@code problems} of the results. */
    public ArrayNode problems() {
        return problems;
    }

    /** The entries {@code points} of the results. */
    public ArrayNode points() {
        return points;
    }

    /** The entries {@code analyses} of the results. */
    public ArrayNode analyses() {
        return analyses;
    }

    /** Whether nothing is missing. */
    public boolean isComplete() {
        return complete;
    }

    void complete() {
        complete = true;
    }
}
