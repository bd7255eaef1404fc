package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries the moves of tensors out: the map of a whole flat vector. */
final class Relocation {
    private final ParameterLayout layout;
    private final int[] source;
    private final double[] factor;
    private final Map<String, Moves.Tensor> moved = new LinkedHashMap<>();
    private final Map<String, TensorMixing> mixed = new LinkedHashMap<>();

    private Relocation(ParameterLayout layout) {
        this.layout = layout;
        this.source = new int[layout.size()];
        this.factor = new double[layout.size()];
        Arrays.setAll(source, k -> k);
        Arrays.fill(factor, 1);
    }

    /**
     * The map of a vector of a layout.
     *
     * @throws RefusedException when layers that share a tensor do not agree, or units cannot move as they should
     */
    static Bijection of(ParameterLayout layout, List<Moves.Tensor> moves) {
        Relocation relocation = new Relocation(layout);
        moves.forEach(relocation::take);
        MonomialMap monomial = new MonomialMap(relocation.source, relocation.factor);
        return relocation.mixed.isEmpty()
                ? monomial
                : new TensorwiseMap(monomial, List.copyOf(relocation.mixed.values()));
    }

    private void take(Moves.Tensor move) {
        String name = move.block().name();
        Moves.Tensor earlier = moved.putIfAbsent(name, move);
        if (move.mixes() || mixed.containsKey(name)) {
            TensorMixing mixing = TensorMixing.of(move);
            if (earlier == null) {
                mixed.put(name, mixing);
            } else if (!mixing.agrees(mixed.getOrDefault(name, TensorMixing.of(earlier)))) {
                throw twoWays(earlier, move);
            }
            return;
        }
        AxisMoves axes = new AxisMoves(move);
        int offset = layout.block(name).offset();
        axes.forEach((k, from, value) -> {
            boolean same = source[offset + k] == offset + from && factor[offset + k] == value;
            if (earlier != null && !same) {
                throw twoWays(earlier, move);
            }
            source[offset + k] = offset + from;
            factor[offset + k] = value;
        });
    }

    private static RefusedException twoWays(Moves.Tensor earlier, Moves.Tensor later) {
        return new RefusedException("the tensor " + later.block().name() + " is shared: layer " + earlier.layer()
                + " and layer " + later.layer() + " would need it changed in two different ways");
    }
}
