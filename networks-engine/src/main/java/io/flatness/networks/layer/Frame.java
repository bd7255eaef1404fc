package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import org.jspecify.annotations.Nullable;

/**
 * Everything a kernel works on: one layer, one tile of samples.
 *
 * <p>Layouts, with B samples. A vector of F features is [B][F]; an image is stored units first, [C][B][positions]. Tangents
 * lie as values do. Of cotangents there may be several, M, where no gradient with respect to parameters is asked for: then
 * they are [M][B][F] and [C][M][B][positions].
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public final class Frame<A> {
    /** Number B of samples in the tile. */
    public int samples;

    /** Number M of cotangents; 1 beside tangents and wherever there is a {@link #gradient}. */
    public int cotangents = 1;

    /** All parameters of the network, and then its frozen tensors. */
    public A theta;

    /** All buffers of the network. */
    public A buffers;

    /** Values of the inputs. */
    public @Nullable A[] in;

    /** Value of the output. */
    public A out;

    /** State that the kernel keeps from forward to the derivatives. */
    public A state;

    /** Integer state that the kernel keeps. */
    public int[] places;

    /** Tangents of the inputs; null where structurally zero. */
    public @Nullable A[] tangentIn;

    /** Tangents of the output. */
    public A tangentOut;

    /** What the kernel keeps from {@link LayerKernel#tangent} to {@link LayerKernel#pullBackCurved}. */
    public A tangentState;

    /** Parameter direction, in the order of θ, zero along frozen tensors; null when it is zero. */
    public @Nullable A direction;

    /** Gradient of the loss with respect to the output, one per sample. */
    public @Nullable A deltaOut;

    /** Cotangents of the output. */
    public A cotangentOut;

    /** Where cotangents of the inputs go; null where nobody asks for them. */
    public @Nullable A[] cotangentIn;

    /** Whether the cotangent of an input is added to what stands there. */
    public boolean[] accumulate;

    /** Gradient with respect to the parameters, in the order of θ; added to. Null when it is not asked for. */
    public @Nullable A gradient;

    /** Workspace of the worker. */
    public Scratch<A> scratch;

    /** A frame of a layer with {@code inputs} inputs; the engine fills it. */
    public Frame(Arithmetic<A> arithmetic, int inputs) {
        A nothing = arithmetic.allocate(0);
        theta = nothing;
        buffers = nothing;
        in = arithmetic.places(inputs);
        out = nothing;
        state = nothing;
        places = new int[0];
        tangentIn = arithmetic.places(inputs);
        tangentOut = nothing;
        tangentState = nothing;
        cotangentOut = nothing;
        cotangentIn = arithmetic.places(inputs);
        accumulate = new boolean[inputs];
        scratch = new Scratch<>(arithmetic);
    }

    /** The value of input {@code index}. */
    public A input(int index) {
        A value = in[index];
        if (value == null) {
            throw new AssertionError("input " + index + " has no value");
        }
        return value;
    }

    /** δ, where the pass has it. */
    public A delta() {
        if (deltaOut == null) {
            throw new AssertionError("a second-order term needs the gradient with respect to the output");
        }
        return deltaOut;
    }
}
