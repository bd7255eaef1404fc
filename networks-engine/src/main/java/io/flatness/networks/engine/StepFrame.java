package io.flatness.networks.engine;

import io.flatness.networks.layer.Frame;
import io.flatness.networks.layer.Scratch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a program sees of a pass.
 *
 * @param v number of the step
 * @param direction parameter direction whose tangents the worker holds; null when there is none
 * @param wanted what is pulled back
 * @param cotangentArrays where cotangents stand, by array
 * @param <A> {@code double[]} or {@code float[]}
 */
record StepFrame<A>(
        Pass<A> pass,
        int v,
        @Nullable A direction,
        Pull<A> wanted,
        @Nullable A[] cotangentArrays) implements Frame<A> {
    /** What another step sees of the same pass. */
    StepFrame<A> ofStep(int other) {
        return new StepFrame<>(pass, other, direction, wanted, cotangentArrays);
    }

    private Program<A> program() {
        return pass.program;
    }

    private A present(@Nullable A[] arrays) {
        return Objects.requireNonNull(arrays[program().place[v]]);
    }

    private int array(int index) {
        return program().at(program().inputs(v)[index]);
    }

    @Override
    public int samples() {
        return pass.samples;
    }

    @Override
    public int cotangents() {
        return wanted.cotangents();
    }

    @Override
    public A theta() {
        return pass.arguments.theta();
    }

    @Override
    public A buffers() {
        return pass.arguments.buffers();
    }

    @Override
    public A input(int index) {
        int input = program().inputs(v)[index];
        return Objects.requireNonNull(
                input < 0 ? pass.worker.input(-1 - input) : pass.tile.values[program().place[input]]);
    }

    @Override
    public A out() {
        return present(pass.tile.values);
    }

    @Override
    public A state() {
        return Objects.requireNonNull(pass.tile.states[v]);
    }

    @Override
    public int[] places() {
        return pass.tile.places[v];
    }

    @Override
    public @Nullable A tangentIn(int index) {
        int from = array(index);
        return program().active[from] ? pass.worker.tangents[program().place[from]] : null;
    }

    @Override
    public A tangentOut() {
        return present(pass.worker.tangents);
    }

    @Override
    public A tangentState() {
        return Objects.requireNonNull(pass.worker.tangentStates[v]);
    }

    @Override
    public @Nullable A direction() {
        return program().trainable(v) ? direction : null;
    }

    @Override
    public A delta() {
        return present(pass.tile.deltas);
    }

    @Override
    public A cotangentOut() {
        return present(cotangentArrays);
    }

    @Override
    public @Nullable A cotangentIn(int index) {
        int from = array(index);
        return program().active[from] || wanted.toInputs() ? cotangentArrays[program().place[from]] : null;
    }

    @Override
    public boolean accumulates(int index) {
        return program().accumulate[v][index];
    }

    @Override
    public @Nullable A gradient() {
        return program().trainable(v) ? wanted.gradient() : null;
    }

    @Override
    public Scratch<A> scratch() {
        return pass.worker.scratch;
    }
}
