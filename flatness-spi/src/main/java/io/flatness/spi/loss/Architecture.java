package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.List;

/** The graph of layers of a network, in topological order. */
public interface Architecture {
    /** The layers; a layer reads only layers before it. */
    List<Layer> layers();

    /** Index of the layer whose output is the network's output. */
    int output();

    /** Number of units of the network's input: channels of an image, features of a vector. */
    int inputUnits();

    /** Blocks of the parameters. */
    ParameterLayout parameters();

    /** Blocks of the buffers, statistics that are not parameters; an empty layout when there are none. */
    ParameterLayout buffers();

    /** The affine layers (dense and convolutional) in topological order: the index that experiments use. */
    default List<Affine> affineLayers() {
        return layers().stream().flatMap(layer -> layer.affine().stream()).toList();
    }

    /**
     * Walks every layer and asks what becomes of its tensors; changes nothing.
     *
     * @throws RefusedException when a layer cannot carry a change, or the output would change
     */
    default Moves moves(Assignment assignment) {
        return Walk.moves(this, assignment);
    }

    /**
     * The map of parameters and buffers under which the outputs of chosen layers change and the function does not.
     *
     * <p>A layer that {@linkplain Layer#absorbsOutput absorbs} gets the change of its output from the assignment and its
     * parameters pay for it; every other layer says what follows from its inputs. The output of the network comes out
     * unchanged (Appendix B).
     *
     * @throws RefusedException when a layer cannot carry a change, the output would change, or layers that share a tensor
     *     would need it changed in two ways
     */
    default Carried carry(Assignment assignment) {
        Moves moves = moves(assignment);
        return new Carried(Relocation.of(parameters(), moves.parameters()), Relocation.of(buffers(), moves.buffers()));
    }

    /**
     * Whether the function is piecewise linear in its inputs and in every single parameter tensor, each tensor used
     * once: diagonal blocks of the Hessian then equal those of the Gauss–Newton matrix.
     */
    boolean piecewiseLinear();
}
