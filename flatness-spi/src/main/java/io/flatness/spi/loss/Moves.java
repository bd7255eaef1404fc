package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to the tensors of a network when its units change, as its layers say it: tensor by tensor and axis by axis.
 *
 * <p>A tensor that several layers share may be moved by each; what they say has to agree, which is checked when the moves
 * are carried out. A tensor that nobody moves stays as it is.
 */
public final class Moves {
    private final ParameterLayout parameterLayout;
    private final ParameterLayout bufferLayout;
    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> buffers = new ArrayList<>();
    private Layer layer;

    /**
     * The move of one tensor.
     *
     * @param layer name of the layer that says so
     * @param block the tensor
     * @param axes its axes that change
     */
    public record Tensor(String layer, Block block, List<Along> axes) {
        /** Copies the axes. */
        public Tensor {
            axes = List.copyOf(axes);
        }

        /** Whether elements are added up, rather than moved and scaled. */
        boolean mixes() {
            return axes.stream().anyMatch(along -> !(along.map() instanceof MonomialUnitMap));
        }
    }

    Moves(Architecture architecture, Layer first) {
        this.parameterLayout = architecture.parameters();
        this.bufferLayout = architecture.buffers();
        this.layer = first;
    }

    /** What follows is said by this layer. */
    Moves by(Layer next) {
        layer = next;
        return this;
    }

    /** A parameter changes along these axes, and along no other; a tensor that is held fixed must not change. */
    public void parameter(Block block, Along... axes) {
        add(parameters, parameterLayout, block, axes);
    }

    /** A buffer changes along these axes, and along no other. */
    public void buffer(Block block, Along... axes) {
        add(buffers, bufferLayout, block, axes);
    }

    private void add(List<Tensor> moves, ParameterLayout layout, Block block, Along... axes) {
        boolean known = layout.blocks().stream().anyMatch(own -> own.name().equals(block.name()));
        if (known) {
            moves.add(checked(layout, block, axes));
            return;
        }
        for (Along along : axes) {
            try {
                along.map().still();
            } catch (RefusedException e) {
                throw new RefusedException("holds " + block.name() + " fixed: it cannot take a change of its units");
            }
        }
    }

    private Tensor checked(ParameterLayout layout, Block block, Along... axes) {
        if (!layout.block(block.name()).equals(block)) {
            throw new IllegalArgumentException(
                    "layer " + layer.name() + " moves " + block + " but the network has " + layout.block(block.name()));
        }
        for (Along along : axes) {
            if (along.axis() < 0 || along.axis() >= block.shape().size()) {
                throw new IllegalArgumentException("layer " + layer.name() + " moves axis " + along.axis() + " of "
                        + block.name() + ", whose shape is " + block.shape());
            }
            int units = block.shape().get(along.axis()) * along.groups();
            if (along.map().units() != units) {
                throw new IllegalArgumentException("layer " + layer.name() + " moves axis " + along.axis() + " of "
                        + block.name() + ", " + units + " units, by a change of "
                        + along.map().units());
            }
        }
        return new Tensor(layer.name(), block, List.of(axes));
    }

    /** The moves of parameters, in the order in which the layers said them. */
    public List<Tensor> parameters() {
        return List.copyOf(parameters);
    }

    /** The moves of buffers, in the order in which the layers said them. */
    public List<Tensor> buffers() {
        return List.copyOf(buffers);
    }
}
