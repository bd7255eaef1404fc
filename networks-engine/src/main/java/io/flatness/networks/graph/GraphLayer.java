package io.flatness.networks.graph;

import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Site;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Heads;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One layer as transforms see it: its specification at its site. */
final class GraphLayer implements Layer {
    private final Node node;
    private final Site site;
    private final List<Shape> given;
    private final Optional<Affine> affine;

    /** A layer; {@code given} are the shapes of what it reads. */
    GraphLayer(Node node, Site site, List<Shape> given, int affineIndex) {
        this.node = node;
        this.site = site;
        this.given = given;
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
    public Optional<Heads> heads() {
        return node.layer() instanceof Attention attention
                ? Optional.of(new Heads(attention.heads(), attention.groups()))
                : Optional.empty();
    }

    @Override
    public boolean absorbsInputs() {
        return node.layer().absorbsInputs();
    }

    @Override
    public boolean absorbsOutput() {
        return node.layer().absorbsOutput();
    }

    @Override
    public boolean passesPaths() {
        return node.layer().passesPaths();
    }

    @Override
    public UnitMap propagate(List<UnitMap> inputs) {
        try {
            return node.layer().propagate(site, arranged(inputs));
        } catch (RefusedException e) {
            throw named(e);
        }
    }

    @Override
    public void transport(List<UnitMap> inputs, UnitMap output, Moves moves) {
        List<UnitMap> arranged = arranged(inputs);
        if (output.units() != units()) {
            throw new RefusedException("layer " + name() + " (" + type() + ") has " + units()
                    + " output units but a change of " + output.units() + " was asked for");
        }
        try {
            node.layer().transport(site, arranged, output, moves);
        } catch (RefusedException e) {
            throw named(e);
        }
    }

    private RefusedException named(RefusedException reason) {
        return new RefusedException("layer " + name() + " (" + type() + ") " + reason.getMessage());
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
            boolean same = input.units() == reads.units()
                    && reads.unitsLast() == given.get(i).unitsLast();
            if (!same) {
                still(input, reads);
            }
            arranged.add(same ? input : UnitMap.identity(reads.units()));
        }
        return arranged;
    }

    private void still(UnitMap input, Shape reads) {
        try {
            input.still();
        } catch (RefusedException e) {
            throw new RefusedException("layer " + name() + " (" + type() + ") reads " + reads.units()
                    + " units along another axis than the layer before it writes its " + input.units()
                    + ": a change of them would change the function");
        }
    }
}
