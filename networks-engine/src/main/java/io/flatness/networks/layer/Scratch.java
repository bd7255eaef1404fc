package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that one worker keeps from call to call; their content means nothing between calls.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public final class Scratch<A> {
    private static final int SLOTS = 4;

    private final Arithmetic<A> arithmetic;
    private final @Nullable A[] arrays;
    private final int[] lengths = new int[SLOTS];

    /** An empty workspace. */
    public Scratch(Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.arrays = arithmetic.places(SLOTS);
    }

    /** Array number {@code slot} (0 … 3) with room for {@code length} elements. */
    public A array(int slot, int length) {
        if (arrays[slot] == null || lengths[slot] < length) {
            arrays[slot] = arithmetic.allocate(length);
            lengths[slot] = length;
        }
        return Objects.requireNonNull(arrays[slot]);
    }
}
