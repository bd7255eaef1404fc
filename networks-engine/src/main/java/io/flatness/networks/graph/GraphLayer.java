package io.flatness.networks.graph;

import io.flatness.networks.layer.Site;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/** One layer as transforms see it: its specification at its site. */
final class GraphLayer implements Layer {
    private final Node node;
    private final Site site;
    private final Optional<Affine> affine;

    GraphLayer(Node node, Site site, int affineIndex) {
        this.node = node;
        this.site = site;
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
    public boolean absorbsInputs() {
        return node.layer().absorbsInputs();
    }

    @Override
    public boolean absorbsOutput() {
        return node.layer().absorbsOutput();
    }

    @Override
    public UnitMap propagate(List<UnitMap> inputs) {
        requireUnits(inputs);
        try {
            return node.layer().propagate(site, inputs);
        } catch (RefusedException e) {
            throw named(e);
        }
    }

    @Override
    public void transport(List<UnitMap> inputs, UnitMap output, Moves moves) {
        requireUnits(inputs);
        if (output.units() != units()) {
            throw new RefusedException("layer " + name() + " (" + type() + ") has " + units()
                    + " output units but a change of " + output.units() + " was asked for");
        }
        try {
            node.layer().transport(site, inputs, output, moves);
        } catch (RefusedException e) {
            throw named(e);
        }
    }

    private RefusedException named(RefusedException reason) {
        return new RefusedException("layer " + name() + " (" + type() + ") " + reason.getMessage());
    }

    private void requireUnits(List<UnitMap> inputs) {
        if (inputs.size() != site.inputs().size()) {
            throw new RefusedException("layer " + name() + " (" + type() + ") reads "
                    + site.inputs().size() + " layers but " + inputs.size() + " changes were given");
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).units() != site.inputs().get(i).units()) {
                throw new RefusedException("layer " + name() + " (" + type() + ") has "
                        + site.inputs().get(i).units() + " input units but a change of "
                        + inputs.get(i).units() + " was given");
            }
        }
    }
}
