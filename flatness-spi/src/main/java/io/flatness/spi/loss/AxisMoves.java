package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.Arrays;
import java.util.List;

/** One tensor under monomial changes along its axes, gathered axis by axis. */
final class AxisMoves {
    private final Moves.Tensor move;
    private final int[] shape;
    private final int[][] source;
    private final double[][] up;
    private final double[][] down;

    AxisMoves(Moves.Tensor move) {
        this.move = move;
        List<Integer> extents = move.block().shape();
        int rank = extents.size();
        this.shape = extents.stream().mapToInt(Integer::intValue).toArray();
        this.source = new int[rank][];
        this.up = new double[rank][];
        this.down = new double[rank][];
        for (int axis = 0; axis < rank; axis++) {
            int units = shape[axis] * groups(axis);
            int[] order = new int[units];
            Arrays.setAll(order, unit -> unit);
            source[axis] = order;
            up[axis] = ones(units);
            down[axis] = ones(units);
        }
        boolean[] known = new boolean[rank];
        for (Along along : move.axes()) {
            take(along, known);
        }
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private int groups(int axis) {
        return move.axes().stream()
                .filter(along -> along.axis() == axis)
                .mapToInt(Along::groups)
                .max()
                .orElse(1);
    }

    private void take(Along along, boolean[] known) {
        int axis = along.axis();
        MonomialUnitMap map = along.map().monomial();
        for (int unit = 0; unit < map.units(); unit++) {
            int behind = map.source()[unit];
            if (known[axis] && source[axis][unit] != behind) {
                throw new RefusedException("layer " + move.layer() + " treats each unit by itself: its output cannot"
                        + " take unit " + source[axis][unit] + " to " + unit + " when its input takes unit " + behind
                        + " there");
            }
            source[axis][unit] = behind;
            double[] factors = along.inverse() ? down[axis] : up[axis];
            factors[unit] *= map.scale()[unit];
        }
        known[axis] = true;
    }

    /** What becomes of one element. */
    interface Sink {
        /** New element k, counted from the offset of the block, is the factor times the old element {@code from}. */
        void element(int k, int from, double factor);
    }

    void forEach(Sink sink) {
        int[] at = new int[shape.length];
        int size = move.block().size();
        for (int k = 0; k < size; k++) {
            int from = 0;
            double growing = 1;
            double shrinking = 1;
            int first = shape.length == 0 ? 0 : source[0][at[0]];
            for (int axis = 0; axis < shape.length; axis++) {
                int extent = shape[axis];
                int groups = source[axis].length / extent;
                int base = groups == 1 ? 0 : at[0] / (shape[0] / groups) * extent;
                int unit = base + at[axis];
                int behind = source[axis][unit];
                if (groups > 1 && behind / extent != first / (shape[0] / groups)) {
                    throw new RefusedException("layer " + move.layer() + " has " + groups + " groups: channel " + behind
                            + " cannot move to a group that channel " + first + " of its other side does not move to");
                }
                from = from * extent + behind % extent;
                growing *= up[axis][unit];
                shrinking *= down[axis][unit];
            }
            sink.element(k, from, growing / shrinking);
            for (int axis = shape.length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) {
                at[axis] = 0;
            }
        }
    }
}
