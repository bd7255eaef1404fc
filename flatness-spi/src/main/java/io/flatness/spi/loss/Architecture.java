package io.flatness.spi.loss;

import java.util.List;

/** The graph of layers of a network, in topological order. */
public interface Architecture {
    /** The layers; a layer reads only layers before it. */
    List<Layer> layers();

    /** Index of the layer whose output is the network's output. */
    int output();

    /** Number of units of the network's input: channels of an image, features of a vector. */
    int inputUnits();

    /** Blocks of the buffers, statistics that are not parameters; an empty layout when there are none. */
    ParameterLayout buffers();

    /** The affine layers (dense and convolutional) in topological order: the index that experiments use. */
    default List<Affine> affineLayers() {
        return layers().stream().flatMap(layer -> layer.affine().stream()).toList();
    }

    /**
     * Whether the function is piecewise linear in its inputs and in every single parameter tensor, each tensor used
     * once: diagonal blocks of the Hessian then equal those of the Gauss–Newton matrix.
     */
    boolean piecewiseLinear();
}
