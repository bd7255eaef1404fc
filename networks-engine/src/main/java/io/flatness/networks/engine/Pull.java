package io.flatness.networks.engine;

import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.layer.SquareSink;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a pass from the outputs back.
 *
 * @param cotangents number of cotangents of the outputs, pulled back at once; 1 where there is a gradient
 * @param gradient where the gradient with respect to the parameters is added; null when it is not wanted
 * @param curved whether to add the second-order terms of {@link LayerKernel#curve}: those of the direction pushed last
 * @param toInputs whether cotangents of the network's inputs are wanted
 * @param squares where squares of the samples' gradients are added; null when they are not wanted
 */
record Pull<A>(
        int cotangents,
        @Nullable A gradient,
        boolean curved,
        boolean toInputs,
        @Nullable SquareSink<A> squares) {
    /** One cotangent, for the gradient. */
    static <A> Pull<A> into(A gradient) {
        return new Pull<>(1, gradient, false, false, null);
    }

    /** The same with second-order terms. */
    Pull<A> curved(boolean wanted) {
        return new Pull<>(cotangents, gradient, wanted, toInputs, squares);
    }

    /** Cotangents for squares of the samples' gradients. */
    static <A> Pull<A> squares(int cotangents, SquareSink<A> sink) {
        return new Pull<>(cotangents, null, false, false, sink);
    }

    /** Cotangents for those of the inputs. */
    static <A> Pull<A> toInputs(int cotangents) {
        return new Pull<>(cotangents, null, false, true, null);
    }
}
