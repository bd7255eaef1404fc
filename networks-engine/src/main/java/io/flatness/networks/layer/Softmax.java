package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Softmax along an axis, or its logarithm.
 *
 * @param axis the axis; counts from the end when negative
 * @param log whether the logarithm is taken
 */
public record Softmax(int axis, boolean log) implements LayerSpec {
    @Override
    public String type() {
        return log ? "log-softmax" : "softmax";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Arity.one(inputs).axis(axis);
        return inputs.get(0);
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0).permutation();
    }

    @Override
    public List<Part> parts(Site site) {
        int rank = site.input().rank();
        int along = site.input().axis(axis);
        if (along == rank - 1) {
            return List.of();
        }
        List<Integer> swapped = new ArrayList<>(Axes.all(rank));
        swapped.set(along, rank - 1);
        swapped.set(rank - 1, along);
        return List.of(
                new Part(new Permute(swapped), -1),
                new Part(new Softmax(-1, log), 0),
                new Part(new Permute(swapped), 1));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new SoftmaxKernel<>(log, site, arithmetic);
    }
}
