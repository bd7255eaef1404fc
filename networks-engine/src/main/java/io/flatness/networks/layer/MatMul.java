package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * Products of matrices in the last two axes; the axes before them are broadcast.
 *
 * @param transposeLeft whether the matrices of the first input are transposed
 * @param transposeRight whether those of the second are
 */
public record MatMul(boolean transposeLeft, boolean transposeRight) implements LayerSpec {
    /** Products of the matrices as they are. */
    public MatMul() {
        this(false, false);
    }

    @Override
    public String type() {
        return "matmul";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("takes two inputs but has " + inputs.size());
        }
        return Contraction.of(this, inputs).output();
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap a = inputs.get(0);
        UnitMap b = inputs.get(1);
        if (transposeRight && !transposeLeft) {
            a.cancel(b);
            return UnitMap.identity(site.output().units());
        }
        a.still();
        if (transposeRight) {
            b.still();
            return UnitMap.identity(site.output().units());
        }
        return b;
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of(new MatMulIntervals(this, Contraction.of(this, site.inputs())));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MatMulKernel<>(this, Contraction.of(this, site.inputs()), arithmetic);
    }
}
