package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * A type of layer with its settings: shapes, tensors, the rule for changes of units, and the kernels that compute it.
 *
 * <p>Everything the engine and the transforms know of a layer stands behind this interface. A new type is a public record that
 * implements it, listed in {@link LayerTypes}.
 */
public interface LayerSpec {
    /** Its type in kebab-case, for people. */
    String type();

    /** Whether it reads nothing: a tensor that takes part as if it were a layer's output. */
    default boolean isSource() {
        return false;
    }

    /** Its inputs with the axis of units where it reads them; the extents stay. */
    default List<Shape> arranged(List<Shape> inputs) {
        return inputs;
    }

    /**
     * The shape of its output, from arranged inputs.
     *
     * @throws IllegalArgumentException when the inputs do not fit; the message goes on after the layer's name
     */
    Shape outputShape(List<Shape> inputs);

    /** The tensors that are parameters, in their order in the flat vector. */
    default List<TensorSpec> parameters(List<Shape> inputs) {
        return List.of();
    }

    /** The tensors that are statistics and no parameters. */
    default List<TensorSpec> buffers(List<Shape> inputs) {
        return List.of();
    }

    /** Whether the output is piecewise linear in the inputs and in every tensor. */
    boolean piecewiseLinear();

    /** Whether it sends paths on; see {@link io.flatness.spi.loss.Layer#passesPaths}. */
    default boolean passesPaths() {
        return false;
    }

    /** The weights, when the layer is dense or a convolution, as affine layer number {@code index}. */
    default Optional<Affine> affine(Site site, int index) {
        return Optional.empty();
    }

    /** Whether its tensors can take any factor on its inputs back; see {@link io.flatness.spi.loss.Layer#absorbsInputs}. */
    default boolean absorbsInputs() {
        return false;
    }

    /** Whether its tensors can produce any factor on its output; see {@link io.flatness.spi.loss.Layer#absorbsOutput}. */
    default boolean absorbsOutput() {
        return false;
    }

    /**
     * What a change of the inputs does to the output; see {@link io.flatness.spi.loss.Layer#propagate}.
     *
     * @throws io.flatness.spi.RefusedException when it would change the function; the message goes on after the layer's
     *     name
     */
    UnitMap propagate(Site site, List<UnitMap> inputs);

    /** What happens to the layer's own tensors; see {@link io.flatness.spi.loss.Layer#transport}. */
    default void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {}

    /** How boxes pass through the layer; empty where no rule is known. */
    default Optional<IntervalRule> intervals(Site site) {
        return Optional.empty();
    }

    /**
     * The simpler layers it consists of, the last of which has its output; empty for a layer with a kernel of its own.
     */
    default List<Part> parts(Site site) {
        return List.of();
    }

    /** The kernels that compute the layer; not asked of a layer with {@linkplain #parts parts}. */
    <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic);
}
