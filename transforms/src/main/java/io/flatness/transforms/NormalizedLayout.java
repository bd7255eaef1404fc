package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The coordinates (s, v) of a weight-normalized network: blocks {@code X.s} and {@code X.v} in the place of every weight
 * block X, the other blocks as they are.
 */
record NormalizedLayout(ParameterLayout coordinates, WeightNormalizationMap map, List<String> groupNames) {
    static NormalizedLayout of(ParameterLayout layout, List<Affine> affines, boolean perUnit) {
        Map<String, Affine> weights = new LinkedHashMap<>();
        for (Affine affine : affines) {
            weights.put(affine.weight().name(), affine);
        }
        int[] coordinateOf = new int[layout.size()];
        int[] groupOf = new int[layout.size()];
        Arrays.fill(groupOf, -1);
        List<Integer> scaleOf = new ArrayList<>();
        List<String> groupNames = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        int next = 0;
        for (Block block : layout.blocks()) {
            Affine affine = weights.get(block.name());
            int groups = affine == null ? 0 : perUnit ? affine.outputUnits() : 1;
            int first = scaleOf.size();
            if (groups > 0) {
                blocks.add(new Block(block.name() + ".s", perUnit ? List.of(groups) : List.of(), next));
            }
            for (int group = 0; group < groups; group++) {
                scaleOf.add(next + group);
                groupNames.add(perUnit ? "unit " + group + " of " + block.name() : block.name());
            }
            next += groups;
            String name = groups > 0 ? block.name() + ".v" : block.name();
            blocks.add(new Block(name, block.shape(), next));
            for (int k = 0; k < block.size(); k++) {
                coordinateOf[block.offset() + k] = next + k;
                if (affine != null) {
                    groupOf[block.offset() + k] = first + (perUnit ? affine.outputUnit(k) : 0);
                }
            }
            next += block.size();
        }
        int[] scales = scaleOf.stream().mapToInt(Integer::intValue).toArray();
        return new NormalizedLayout(
                new ParameterLayout(blocks), new WeightNormalizationMap(coordinateOf, groupOf, scales), groupNames);
    }

    /** Throws when a group of weights is zero: it has no direction. */
    void requireNonzero(double[] eta) {
        for (int group = 0; group < map.scaleOf().length; group++) {
            if (eta[map.scaleOf()[group]] == 0) {
                throw new RefusedException(
                        "weight-normalization has no direction for " + groupNames.get(group) + ", which is all zero");
            }
        }
    }
}
