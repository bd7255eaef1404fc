package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The largest of each group of units.
 *
 * @param pieces units per group
 * @param pieceMajor whether input unit p · groups + g is piece p of group g; otherwise g · pieces + p is
 */
public record Maxout(int pieces, boolean pieceMajor) implements LayerSpec {
    /** Checks the size. */
    public Maxout {
        if (pieces < 1) {
            throw new IllegalArgumentException("maxout needs at least one piece but has " + pieces);
        }
    }

    @Override
    public String type() {
        return "maxout";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (input.units() % pieces != 0) {
            throw new IllegalArgumentException(
                    "has " + pieces + " pieces, which do not divide the " + input.units() + " units of its input");
        }
        List<Integer> extents = new ArrayList<>(input.extents());
        extents.set(0, input.units() / pieces);
        return new Shape(extents);
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean passesPaths() {
        return true;
    }

    private int element(int group, int piece, int groups) {
        return pieceMajor ? piece * groups + group : group * pieces + piece;
    }

    private int group(int unit, int groups) {
        return pieceMajor ? unit % groups : unit / pieces;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        int groups = site.output().units();
        return inputs.get(0).power(1).merge(groups, unit -> group(unit, groups));
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int positions = site.input().positions();
        int groups = site.output().units();
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                double low = Double.NEGATIVE_INFINITY;
                double high = Double.NEGATIVE_INFINITY;
                for (int p = 0; p < pieces; p++) {
                    int from = element(k / positions, p, groups) * positions + k % positions;
                    low = Math.max(low, in[0].low()[from]);
                    high = Math.max(high, in[0].high()[from]);
                }
                out.low()[k] = low;
                out.high()[k] = high;
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MaxoutKernel<>(this, site, arithmetic);
    }
}
