package io.flatness.networks.engine;

import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.layer.SquareSink;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a pass from the outputs back.
 *
 * @param cotangents number of cotangents of the outputs, pulled back at once; 1 where there is a gradient
 * @param gradient where the gradient with respect to the parameters is added; null when it is not wanted
 * @param along direction pushed last, whose second-order terms, {@link LayerKernel#curve}, are added; null when they are not
 *     wanted
 * @param toInputs whether cotangents of the network's inputs are wanted
 * @param squares where squares of the samples' gradients are added; null when they are not wanted
 * @param <A> {@code double[]} or {@code float[]}
 */
record Pull<A>(
        int cotangents,
        @Nullable A gradient,
        @Nullable A along,
        boolean toInputs,
        @Nullable SquareSink<A> squares) {
    /** One cotangent, for the gradient if there is one. */
    static <A> Pull<A> into(@Nullable A gradient) {
        return new Pull<>(1, gradient, null, false, null);
    }

    /** The same with second-order terms along the direction pushed last. */
    Pull<A> curved(A direction) {
        return new Pull<>(cotangents, gradient, direction, toInputs, squares);
    }

    /** Cotangents for squares of the samples' gradients. */
    static <A> Pull<A> squares(int cotangents, SquareSink<A> sink) {
        return new Pull<>(cotangents, null, null, false, sink);
    }

    /** Cotangents for those of the inputs. */
    static <A> Pull<A> toInputs(int cotangents) {
        return new Pull<>(cotangents, null, null, true, null);
    }
}
