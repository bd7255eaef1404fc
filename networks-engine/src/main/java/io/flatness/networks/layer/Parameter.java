package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of parameters that takes part as if it were a layer's output, the same for every sample.
 *
 * @param extents its shape
 */
public record Parameter(List<Integer> extents) implements LayerSpec {
    /** Copies the extents. */
    public Parameter {
        extents = List.copyOf(extents);
    }

    @Override
    public String type() {
        return "parameter";
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
    public List<TensorSpec> parameters(List<Shape> inputs) {
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
    public boolean absorbsOutput() {
        return true;
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        moves.parameter(site.parameters().get(0), Along.output(extents.size() - 1, output));
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int offset = site.parameters().get(0).offset();
        return Optional.of((in, parameters, buffers, out) -> {
            System.arraycopy(parameters.low(), offset, out.low(), 0, out.length());
            System.arraycopy(parameters.high(), offset, out.high(), 0, out.length());
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new SourceKernel<>(site, true, arithmetic);
    }
}
