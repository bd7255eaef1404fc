package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Residual streams: groups of absorbing layers whose outputs are added and so can change only together.
 *
 * <p>Found without asking what a layer is: a layer with several inputs ties them when it refuses to carry a change of
 * one of them alone.
 */
final class Streams {
    private Streams() {}

    /** The groups of two or more layers, each as positions in ascending order, in order of their first layer. */
    static List<SortedSet<Integer>> of(Architecture architecture) {
        List<SortedSet<Integer>> sources = new ArrayList<>();
        List<SortedSet<Integer>> groups = new ArrayList<>();
        List<Layer> layers = architecture.layers();
        for (int position = 0; position < layers.size(); position++) {
            Layer layer = layers.get(position);
            SortedSet<Integer> behind = new TreeSet<>();
            if (layer.absorbs()) {
                behind.add(position);
            } else {
                for (int input : layer.inputs()) {
                    behind.addAll(input < 0 ? List.of(-1) : sources.get(input));
                }
                if (layer.inputs().size() > 1 && ties(architecture, layer)) {
                    join(groups, behind);
                }
            }
            sources.add(behind);
        }
        groups.sort((a, b) -> Integer.compare(a.first(), b.first()));
        return groups;
    }

    private static boolean ties(Architecture architecture, Layer layer) {
        List<UnitMap> maps = new ArrayList<>();
        for (int input : layer.inputs()) {
            int units = input < 0
                    ? architecture.inputUnits()
                    : architecture.layers().get(input).units();
            maps.add(UnitMap.uniform(units, maps.isEmpty() ? 2 : 1));
        }
        try {
            layer.propagate(maps);
            return false;
        } catch (RefusedException tied) {
            return true;
        }
    }

    private static void join(List<SortedSet<Integer>> groups, SortedSet<Integer> tied) {
        SortedSet<Integer> joined = new TreeSet<>(tied);
        List<SortedSet<Integer>> apart = new ArrayList<>();
        for (SortedSet<Integer> group : groups) {
            if (group.stream().anyMatch(joined::contains)) {
                joined.addAll(group);
            } else {
                apart.add(group);
            }
        }
        groups.clear();
        groups.addAll(apart);
        groups.add(joined);
    }
}
