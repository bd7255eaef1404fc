package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Scaled dot-product attention of several heads: softmax(s Q Kᵀ + mask) V, head by head.
 *
 * <p>Reads queries [T, heads·d], keys [S, groups·d], values [S, groups·e] and, if there is one, a mask that is broadcast to
 * [heads, T, S] and added to the scores (minus infinity hides a key). Several heads may share keys and values: head h reads
 * group h / (heads / groups). The output is [T, heads·e]. Head by head, changes of queries and keys have to cancel, and those
 * of values pass.
 *
 * @param heads number of heads
 * @param groups number of heads of keys and values
 * @param causal whether query t sees keys up to t alone
 * @param scale factor s of the scores; 0 for 1/√d
 */
public record Attention(int heads, int groups, boolean causal, double scale) implements LayerSpec {
    /** Checks the settings. */
    public Attention {
        if (heads < 1 || groups < 1 || heads % groups != 0) {
            throw new IllegalArgumentException("attention needs a number of key and value heads that divides its heads,"
                    + " but has " + groups + " and " + heads);
        }
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("the scale of attention is " + scale + "; it must be finite");
        }
    }

    @Override
    public String type() {
        return "attention";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() < 3 || inputs.size() > 4) {
            throw new IllegalArgumentException(
                    "takes queries, keys, values and perhaps a mask but has " + inputs.size() + " inputs");
        }
        Shape queries = inputs.get(0);
        Shape keys = inputs.get(1);
        Shape values = inputs.get(2);
        boolean fits = queries.rank() == 2
                && keys.rank() == 2
                && values.rank() == 2
                && queries.units() % heads == 0
                && keys.units() % groups == 0
                && values.units() % groups == 0
                && queries.units() / heads == keys.units() / groups
                && keys.extent(0) == values.extent(0);
        if (!fits) {
            throw new IllegalArgumentException("needs queries [T, heads·d], keys [S, groups·d] and values [S, groups·e]"
                    + " with " + heads + " heads and " + groups + " groups, but its inputs have the shapes " + inputs);
        }
        if (inputs.size() == 4) {
            Shape scores = Shape.rows(List.of(heads, queries.extent(0), keys.extent(0)));
            if (!Arity.broadcast(List.of(inputs.get(3), scores)).equals(scores)) {
                throw new IllegalArgumentException(
                        "has a mask of the shape " + inputs.get(3) + ", which does not broadcast to " + scores);
            }
        }
        return Shape.sequence(queries.extent(0), values.units() / groups * heads);
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap queries = inputs.get(0);
        UnitMap keys = inputs.get(1);
        UnitMap values = inputs.get(2);
        if (inputs.size() == 4) {
            inputs.get(3).still();
        }
        int width = site.input().units() / heads;
        int valueWidth = site.output().units() / heads;
        List<UnitMap> outputs = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            int own = head;
            int group = head / (heads / groups);
            UnitMap query = UnitRules.gather(queries, width, unit -> own * width + unit);
            query.cancel(UnitRules.gather(keys, width, unit -> group * width + unit));
            outputs.add(UnitRules.gather(values, valueWidth, unit -> group * valueWidth + unit));
        }
        return UnitMap.concat(outputs);
    }

    @Override
    public List<Part> parts(Site site) {
        if (site.inputs().size() == 3) {
            return List.of();
        }
        Shape scores = Shape.rows(
                List.of(heads, site.input().extent(0), site.inputs().get(1).extent(0)));
        if (site.inputs().get(3).equals(scores)) {
            return List.of();
        }
        return List.of(new Part(new Expand(scores.extents()), -4), new Part(this, -1, -2, -3, 0));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new AttentionKernel<>(this, site, arithmetic);
    }
}
