package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands points on in their order, in whichever order they end. */
final class PointsInOrder {
    private final @Nullable ObjectNode[] points;
    private final Consumer<ObjectNode> next;
    private int handed;

    PointsInOrder(int count, Consumer<ObjectNode> next) {
        this.points = new ObjectNode[count];
        this.next = next;
    }

    synchronized void put(int index, ObjectNode point) {
        points[index] = point;
        while (handed < points.length) {
            ObjectNode ready = points[handed];
            if (ready == null) {
                return;
            }
            handed++;
            next.accept(ready);
        }
    }
}
