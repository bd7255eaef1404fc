package io.flatness.numerics;

import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What it takes that layers which share a tensor want the same of it. */
final class SharedTensors {
    private SharedTensors() {}

    /** Adds the relations under which all moves of one tensor have the same factors. */
    static void relate(List<Moves.Tensor> moves, ScaleRelations relations) {
        Map<String, Moves.Tensor> first = new HashMap<>();
        for (Moves.Tensor move : moves) {
            Moves.Tensor earlier = first.putIfAbsent(move.block().name(), move);
            if (earlier != null) {
                relate(earlier, move, relations);
            }
        }
    }

    /** Along each axis the difference is one constant for all indices, and the constants of all axes add up to 0. */
    private static void relate(Moves.Tensor earlier, Moves.Tensor later, ScaleRelations relations) {
        int rank = earlier.block().shape().size();
        ScaleForm sum = ScaleForm.ZERO;
        for (int axis = 0; axis < rank; axis++) {
            boolean grouped = grouped(earlier, axis) || grouped(later, axis);
            boolean alone = rank == 1 || grouped;
            ScaleForm constant = alone ? ScaleForm.ZERO : ScaleForm.variable(relations.variable());
            sum = sum.plus(constant, 1);
            ScaleForm[] own = TensorExponents.along(earlier, axis);
            ScaleForm[] theirs = TensorExponents.along(later, axis);
            if (own.length != theirs.length) {
                throw new IllegalArgumentException("layers " + earlier.layer() + " and " + later.layer()
                        + " read the tensor " + later.block().name() + " in different groups");
            }
            for (int unit = 0; unit < own.length; unit++) {
                relations.zero(own[unit].plus(theirs[unit], -1).plus(constant, -1));
            }
        }
        relations.zero(sum);
    }

    private static boolean grouped(Moves.Tensor move, int axis) {
        return move.axes().stream()
                .filter(along -> along.axis() == axis)
                .mapToInt(Along::groups)
                .anyMatch(groups -> groups > 1);
    }
}
