package io.flatness.networks.layer;

import org.jspecify.annotations.Nullable;

/**
 * What a kernel sees of a pass over one tile of samples: the arrays of one layer. Kernels write to the arrays of the output
 * in {@link LayerKernel#forward} and {@link LayerKernel#tangent}, and to the cotangents of the inputs and the gradient on the
 * way back; everything else is read.
 *
 * <p>Layouts, with B samples. A vector of F features is [B][F]; an image is stored units first, [C][B][positions]. Tangents
 * lie as values do. Of cotangents there may be several, M, where no gradient with respect to parameters is asked for: then
 * they are [M][B][F] and [C][M][B][positions].
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface Frame<A> {
    /** Number B of samples in the tile. */
    int samples();

    /** Number M of cotangents; 1 beside tangents and wherever there is a {@link #gradient}. */
    int cotangents();

    /** All parameters of the network, and then its frozen tensors. */
    A theta();

    /** All buffers of the network. */
    A buffers();

    /** Value of an input. */
    A input(int index);

    /** Value of the output. */
    A out();

    /** State that the kernel keeps from forward to the derivatives. */
    A state();

    /** Integer state that the kernel keeps. */
    int[] places();

    /** Tangent of an input; null where structurally zero. */
    @Nullable
    A tangentIn(int index);

    /** Tangent of the output. */
    A tangentOut();

    /** What the kernel keeps from {@link LayerKernel#tangent} to {@link LayerKernel#pullBackCurved}. */
    A tangentState();

    /** Parameter direction, in the order of θ, zero along frozen tensors; null when it is zero. */
    @Nullable
    A direction();

    /** Gradient δ of the loss with respect to the output, one per sample; there for second-order terms. */
    A delta();

    /** Cotangents of the output. */
    A cotangentOut();

    /** Where the cotangents of an input go; null where nobody asks for them. */
    @Nullable
    A cotangentIn(int index);

    /** Whether the cotangents of an input are added to what stands there. */
    boolean accumulates(int index);

    /** Gradient with respect to the parameters, in the order of θ; added to. Null when it is not asked for. */
    @Nullable
    A gradient();

    /** Workspace of the worker. */
    Scratch<A> scratch();
}
