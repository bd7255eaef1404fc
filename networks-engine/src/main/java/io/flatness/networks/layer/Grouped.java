package io.flatness.networks.layer;

import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.List;

/** Dense layers side by side, each on its part of the last axis, with its part of one tensor. */
final class Grouped {
    private Grouped() {}

    /**
     * Adds dense layers to the parts.
     *
     * @param from part whose output they read
     * @param fanIn inputs of each group
     * @param outputs outputs of all groups
     * @return the parts that have their outputs
     */
    static List<Integer> dense(
            List<Part> parts,
            int from,
            int groups,
            int fanIn,
            int outputs,
            WeightOrder order,
            Site site,
            boolean bias) {
        Block weight = site.parameters().get(0);
        int own = outputs / groups;
        List<Integer> shape = order == WeightOrder.OUT_IN ? List.of(own, fanIn) : List.of(fanIn, own);
        List<Integer> products = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int input = from;
            if (groups > 1) {
                parts.add(new Part(new Slice(-1, group * fanIn, (group + 1) * fanIn, 1), from));
                input = parts.size() - 1;
            }
            List<Block> blocks = new ArrayList<>();
            blocks.add(new Block(weight.name(), shape, weight.offset() + group * own * fanIn));
            if (bias) {
                Block shift = site.parameters().get(1);
                blocks.add(new Block(shift.name(), List.of(own), shift.offset() + group * own));
            }
            parts.add(new Part(new Dense(own, bias, order), List.of(input), blocks));
            products.add(parts.size() - 1);
        }
        return products;
    }

    /** Puts the outputs of several parts side by side; returns the part that has them. */
    static int join(List<Part> parts, List<Integer> products) {
        if (products.size() > 1) {
            parts.add(new Part(new Join(-1), products, List.of()));
        }
        return parts.size() - 1;
    }
}
