package io.flatness.numerics;

import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The exponent of every parameter in every free variable. */
final class TensorExponents {
    private final Map<Integer, Column> columns = new TreeMap<>();

    private TensorExponents() {}

    /** The parameters that one variable touches. */
    private static final class Column {
        private int[] parameters = new int[8];
        private double[] exponents = new double[8];
        private int count;

        void add(int parameter, double exponent) {
            if (count == parameters.length) {
                parameters = Arrays.copyOf(parameters, 2 * count);
                exponents = Arrays.copyOf(exponents, 2 * count);
            }
            parameters[count] = parameter;
            exponents[count++] = exponent;
        }
    }

    static TensorExponents of(List<Moves.Tensor> moves, ScaleRelations relations) {
        TensorExponents exponents = new TensorExponents();
        Set<String> known = new HashSet<>();
        List<Moves.Tensor> inOrder = new ArrayList<>(moves);
        inOrder.sort((a, b) -> Integer.compare(a.block().offset(), b.block().offset()));
        for (Moves.Tensor move : inOrder) {
            if (known.add(move.block().name())) {
                exponents.add(move, relations);
            }
        }
        return exponents;
    }

    /** The sum of all forms along one axis, for each index; for each unit of all groups where the axis numbers one group. */
    static ScaleForm[] along(Moves.Tensor move, int axis) {
        ScaleForm[] sums = new ScaleForm[move.block().shape().get(axis)];
        Arrays.fill(sums, ScaleForm.ZERO);
        for (Along along : move.axes()) {
            if (along.axis() == axis) {
                ScaleForm[] forms = LogScales.of(along.map());
                ScaleForm[] before = sums.length == forms.length ? sums : new ScaleForm[0];
                ScaleForm[] after = new ScaleForm[forms.length];
                for (int unit = 0; unit < after.length; unit++) {
                    ScaleForm known = before.length == 0 ? ScaleForm.ZERO : before[unit];
                    after[unit] = known.plus(forms[unit], along.inverse() ? -1 : 1);
                }
                sums = after;
            }
        }
        return sums;
    }

    /** Adds the relations under which a tensor has one factor. */
    static void alike(Moves.Tensor move, ScaleRelations relations) {
        for (int axis = 0; axis < move.block().shape().size(); axis++) {
            ScaleForm[] forms = along(move, axis);
            for (int unit = 1; unit < forms.length; unit++) {
                relations.zero(forms[unit].plus(forms[0], -1));
            }
        }
    }

    private void add(Moves.Tensor move, ScaleRelations relations) {
        List<Integer> shape = move.block().shape();
        int rank = shape.size();
        ScaleForm[][] forms = new ScaleForm[rank][];
        for (int axis = 0; axis < rank; axis++) {
            forms[axis] =
                    Arrays.stream(along(move, axis)).map(relations::resolve).toArray(ScaleForm[]::new);
        }
        int[] at = new int[rank];
        for (int k = 0; k < move.block().size(); k++) {
            ScaleForm sum = ScaleForm.ZERO;
            for (int axis = 0; axis < rank; axis++) {
                int extent = shape.get(axis);
                int groups = forms[axis].length / extent;
                int base = groups == 1 ? 0 : at[0] / (shape.get(0) / groups) * extent;
                sum = sum.plus(forms[axis][base + at[axis]], 1);
            }
            for (int v = 0; v < sum.variables().length; v++) {
                columns.computeIfAbsent(sum.variables()[v], variable -> new Column())
                        .add(move.block().offset() + k, sum.powers()[v]);
            }
            for (int axis = rank - 1; axis >= 0 && ++at[axis] == shape.get(axis); axis--) {
                at[axis] = 0;
            }
        }
    }

    boolean touches(int variable) {
        return columns.containsKey(variable);
    }

    RescalingGroup.Generator generator(int variable, String layer, int unit) {
        Column column = columns.get(variable);
        if (column == null) {
            throw new AssertionError("variable " + variable + " touches nothing");
        }
        return new RescalingGroup.Generator(
                layer,
                unit,
                Arrays.copyOf(column.parameters, column.count),
                Arrays.copyOf(column.exponents, column.count));
    }
}
