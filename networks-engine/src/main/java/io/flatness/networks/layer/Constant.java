package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * A fixed tensor that takes part as if it were a layer's output, the same for every sample.
 *
 * @param extents its shape
 */
public record Constant(List<Integer> extents) implements LayerSpec {
    /** Copies the extents. */
    public Constant {
        extents = List.copyOf(extents);
    }

    @Override
    public String type() {
        return "constant";
    }

    @Override
    public boolean isSource() {
        return true;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (!inputs.isEmpty()) {
            throw new IllegalArgumentException("takes no inputs but has " + inputs.size());
        }
        return Shape.rows(extents);
    }

    @Override
    public List<TensorSpec> buffers(List<Shape> inputs) {
        return List.of(new TensorSpec("value", extents));
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitMap.identity(site.output().units());
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int offset = site.buffers().get(0).offset();
        return Optional.of((in, parameters, buffers, out) -> {
            System.arraycopy(buffers, offset, out.low(), 0, out.length());
            System.arraycopy(buffers, offset, out.high(), 0, out.length());
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new SourceKernel<>(site, false, arithmetic);
    }
}
