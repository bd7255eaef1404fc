package io.flatness.networks.engine;

import io.flatness.networks.layer.LayerKernel;
import org.jspecify.annotations.Nullable;

/**
 * What one tile of samples leaves behind at one θ: values, kernels' states, loss derivatives and, where asked for, the
 * gradients with respect to the layers' outputs, those that second-order terms read.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Tile<A> {
    final @Nullable A[] values;
    final @Nullable A[] deltas;
    final @Nullable A[] states;
    final int[][] places;
    final double[] outputs;
    final double[] lossGradients;
    final double[] lossStates;

    Tile(Program<A> program, int samples, boolean withDeltas) {
        int count = program.count();
        values = program.arithmetic.places(count + program.network.inputs().size());
        deltas = program.arithmetic.places(count + program.network.inputs().size());
        states = program.arithmetic.places(count);
        places = new int[count][];
        for (int v = 0; v < count; v++) {
            LayerKernel<A> kernel = program.kernel(v);
            if (program.place[v] == v) {
                values[v] = program.arithmetic.allocate(samples * program.size[v]);
                if (withDeltas && program.readsDelta[v]) {
                    deltas[v] = program.arithmetic.allocate(samples * program.size[v]);
                }
            }
            states[v] = program.arithmetic.allocate(samples * kernel.stateSize());
            places[v] = new int[samples * kernel.placesSize()];
        }
        int outputs = samples * program.outputSize();
        this.outputs = new double[outputs];
        this.lossGradients = new double[outputs];
        this.lossStates = new double[outputs];
    }
}
