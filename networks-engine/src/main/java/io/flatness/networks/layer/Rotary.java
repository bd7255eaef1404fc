package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotary position embedding: pairs of units of each head are turned by an angle of their position.
 *
 * <p>Reads x [T, heads·d], cosines [T, d/2] and sines [T, d/2] of the angles.
 *
 * @param heads number of heads
 * @param interleaved whether unit 2i is paired with unit 2i + 1; otherwise unit i with unit i + d/2
 */
public record Rotary(int heads, boolean interleaved) implements LayerSpec {
    @Override
    public String type() {
        return "rotary";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        boolean fits = inputs.size() == 3
                && inputs.get(0).rank() == 2
                && heads > 0
                && inputs.get(0).units() % (2 * heads) == 0;
        Shape angles =
                fits ? Shape.sequence(inputs.get(0).extent(0), inputs.get(0).units() / heads / 2) : Shape.of(1);
        if (!fits || !inputs.get(1).equals(angles) || !inputs.get(2).equals(angles)) {
            throw new IllegalArgumentException("needs x [T, heads·d], cosines [T, d/2] and sines [T, d/2] with " + heads
                    + " heads, but its inputs have the shapes " + inputs);
        }
        return inputs.get(0);
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        inputs.get(1).still();
        inputs.get(2).still();
        UnitMap x = inputs.get(0);
        x.order().still();
        int width = site.input().units() / heads;
        int pairs = site.input().units() / 2;
        int distance = interleaved ? 1 : width / 2;
        UnitMap firsts = UnitRules.gather(x, pairs, pair -> first(pair, width));
        firsts.agree(UnitRules.gather(x, pairs, pair -> first(pair, width) + distance));
        return x;
    }

    /** The first unit of a pair, pairs numbered through all heads. */
    private int first(int pair, int width) {
        int head = pair / (width / 2);
        int own = pair % (width / 2);
        return head * width + (interleaved ? 2 * own : own);
    }

    @Override
    public List<Part> parts(Site site) {
        int units = site.input().units();
        int width = units / heads;
        List<Integer> angle = new ArrayList<>();
        List<Integer> partner = new ArrayList<>();
        List<Double> sign = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            int j = unit % width;
            boolean first = interleaved ? j % 2 == 0 : j < width / 2;
            int distance = interleaved ? 1 : width / 2;
            angle.add(interleaved ? j / 2 : j % (width / 2));
            partner.add(first ? unit + distance : unit - distance);
            sign.add(first ? -1.0 : 1.0);
        }
        Binary product = new Binary(Binary.Operation.MULTIPLY);
        return List.of(
                new Part(new Gather(-1, angle, List.of(units)), -2),
                new Part(new Gather(-1, angle, List.of(units)), -3),
                new Part(new Gather(-1, partner, List.of(units)), -1),
                new Part(new Scale(sign, List.of(0.0)), 2),
                new Part(product, -1, 0),
                new Part(product, 3, 1),
                new Part(new Add(), 4, 5));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        throw new AssertionError("this layer consists of others");
    }
}
