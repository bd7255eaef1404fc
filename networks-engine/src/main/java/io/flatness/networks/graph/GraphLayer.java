package io.flatness.networks.graph;

import io.flatness.networks.layer.Moves;
import io.flatness.networks.layer.Site;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One layer as transforms see it: its specification at its site. */
final class GraphLayer implements Layer {
    private final Node node;
    private final Site site;
    private final List<Shape> given;
    private final boolean shared;
    private final Optional<Affine> affine;

    /** A layer; {@code given} are the shapes of what it reads, and {@code shared} says whether others have its tensors too. */
    GraphLayer(Node node, Site site, List<Shape> given, boolean shared, int affineIndex) {
        this.node = node;
        this.site = site;
        this.given = given;
        this.shared = shared;
        this.affine = node.layer().affine(site, affineIndex);
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public String type() {
        return node.layer().type();
    }

    @Override
    public List<Integer> inputs() {
        return node.inputs();
    }

    @Override
    public int units() {
        return site.output().units();
    }

    @Override
    public Optional<Affine> affine() {
        return affine;
    }

    @Override
    public boolean absorbs() {
        return node.layer().absorbs();
    }

    @Override
    public UnitMap propagate(List<UnitMap> inputs) {
        return node.layer().propagate(site, arranged(inputs));
    }

    @Override
    public void transport(
            List<UnitMap> inputs,
            UnitMap output,
            int[] parameterSource,
            double[] parameterFactor,
            int[] bufferSource,
            double[] bufferFactor) {
        List<UnitMap> arranged = arranged(inputs);
        if (output.units() != units()) {
            throw new RefusedException("layer " + name() + " (" + type() + ") has " + units()
                    + " output units but a change of " + output.units() + " was asked for");
        }
        boolean changed = !output.isIdentity() || !inputs.stream().allMatch(UnitMap::isIdentity);
        if (shared && changed) {
            throw new RefusedException("layer " + name() + " (" + type()
                    + ") shares a tensor with another layer: a change of its units would change the other too");
        }
        node.layer()
                .transport(
                        site,
                        arranged,
                        output,
                        new Moves(parameterSource, parameterFactor, bufferSource, bufferFactor));
    }

    /** The changes in the layout in which the layer reads its inputs; where that differs, nothing may change. */
    private List<UnitMap> arranged(List<UnitMap> inputs) {
        if (inputs.size() != site.inputs().size()) {
            throw new RefusedException("layer " + name() + " (" + type() + ") reads "
                    + site.inputs().size() + " layers but " + inputs.size() + " changes were given");
        }
        List<UnitMap> arranged = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Shape reads = site.inputs().get(i);
            UnitMap input = inputs.get(i);
            boolean same = reads.unitsLast() == given.get(i).unitsLast();
            if (!input.isIdentity() && (input.units() != reads.units() || !same)) {
                throw new RefusedException("layer " + name() + " (" + type() + ") has " + reads.units()
                        + " input units but a change of " + input.units() + " was given"
                        + (same ? "" : ", along another axis than the layer reads"));
            }
            arranged.add(input.isIdentity() ? UnitMap.identity(reads.units()) : input);
        }
        return arranged;
    }
}
