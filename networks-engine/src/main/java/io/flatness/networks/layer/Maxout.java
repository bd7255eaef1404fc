package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

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

    private int element(int group, int piece, int groups) {
        return pieceMajor ? piece * groups + group : group * pieces + piece;
    }

    private int group(int unit, int groups) {
        return pieceMajor ? unit % groups : unit / pieces;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap input = UnitRules.homogeneous(site, type(), 1, inputs.get(0));
        int groups = site.output().units();
        int[] source = new int[groups];
        double[] scale = new double[groups];
        for (int g = 0; g < groups; g++) {
            int first = element(g, 0, groups);
            source[g] = group(input.source()[first], groups);
            scale[g] = input.scale()[first];
            for (int p = 1; p < pieces; p++) {
                int unit = element(g, p, groups);
                if (group(input.source()[unit], groups) != source[g] || input.scale()[unit] != scale[g]) {
                    throw refused(site, g);
                }
            }
        }
        return new UnitMap(source, scale);
    }

    private RefusedException refused(Site site, int group) {
        return UnitRules.refused(
                site,
                type(),
                "takes the largest of " + pieces + " units: the units of group " + group
                        + " would have to be scaled and moved together");
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MaxoutKernel<>(this, site, arithmetic);
    }
}
