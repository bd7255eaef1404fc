package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Its second input where the first is not 0, and its third elsewhere; shapes are broadcast as NumPy does. The first, a mask,
 * has no derivative.
 */
public record Where() implements LayerSpec {
    @Override
    public String type() {
        return "where";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.alikeOrInRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 3) {
            throw new IllegalArgumentException("takes three inputs but has " + inputs.size());
        }
        return Arity.broadcast(inputs);
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        if (site.input().units() > 1) {
            return UnitRules.unchanged(site, inputs);
        }
        inputs.get(0).still();
        UnitMap a = UnitRules.repeated(inputs.get(1), site.output().units());
        return a.agree(UnitRules.repeated(inputs.get(2), site.output().units()));
    }

    @Override
    public List<Part> parts(Site site) {
        if (site.inputs().stream().allMatch(site.output()::equals)) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        int mask = Arity.expanded(parts, site, 0);
        int a = Arity.expanded(parts, site, 1);
        int b = Arity.expanded(parts, site, 2);
        parts.add(new Part(this, mask, a, b));
        return parts;
    }

    /** Both inputs where the mask is not known. */
    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, mask, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                boolean never = in[0].low()[k] == 0 && in[0].high()[k] == 0;
                boolean always = in[0].low()[k] > 0 || in[0].high()[k] < 0;
                int first = never ? 2 : 1;
                int last = always ? 1 : 2;
                out.low()[k] = Math.min(in[first].low()[k], in[last].low()[k]);
                out.high()[k] = Math.max(in[first].high()[k], in[last].high()[k]);
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new WhereKernel<>(site, arithmetic);
    }
}
