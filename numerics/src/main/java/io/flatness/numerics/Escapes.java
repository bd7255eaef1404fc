package io.flatness.numerics;

import io.flatness.numerics.RescalingGroup.Generator;
import java.util.ArrayList;
import java.util.List;

/**
 * Coordinates that make parameters grow and none shrink, taken off one after another with the parameters they touch: along
 * them every curvature falls to zero, so that the infimum is that of the rest.
 *
 * @param gone the parameters that do not count any more
 * @param free the coordinates that do not change the rest
 * @param any whether any was taken off
 */
record Escapes(boolean[] gone, boolean[] free, boolean any) {
    /**
     * Finds them.
     *
     * @param silent parameters that do not count from the start; not modified
     */
    static Escapes of(List<Generator> coordinates, boolean[] silent) {
        boolean[] gone = silent.clone();
        boolean[] free = new boolean[coordinates.size()];
        boolean any = false;
        boolean moved = true;
        List<Integer> left = new ArrayList<>();
        for (int v = 0; v < free.length; v++) {
            left.add(v);
        }
        while (moved) {
            moved = false;
            for (int v : List.copyOf(left)) {
                int sides = sides(coordinates.get(v), gone);
                if (sides != 3) {
                    left.remove(Integer.valueOf(v));
                    free[v] = true;
                    if (sides != 0) {
                        any = true;
                        moved = true;
                        for (int parameter : coordinates.get(v).parameters()) {
                            gone[parameter] = true;
                        }
                    }
                }
            }
        }
        return new Escapes(gone, free, any);
    }

    /** 1 when something grows, 2 when something shrinks, 3 for both. */
    private static int sides(Generator coordinate, boolean[] gone) {
        int sides = 0;
        for (int m = 0; m < coordinate.parameters().length; m++) {
            if (!gone[coordinate.parameters()[m]]) {
                sides |= coordinate.exponents()[m] > 0 ? 1 : 2;
            }
        }
        return sides;
    }
}
