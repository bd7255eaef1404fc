package io.flatness.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Orders of units that a network allows although not every order is: the pieces of a maxout unit trade places, and whole
 * units do, pieces with them.
 *
 * @param units all units in their own order
 * @param keeps whether the network allows an order
 */
record Interchangeable(int[] units, Predicate<int[]> keeps) {
    /** Units arranged within their groups and groups of one size among each other; empty where nothing may move. */
    Optional<int[]> arranged(UnaryOperator<int[]> arrange) {
        List<int[]> groups = groups();
        int[] within = units.clone();
        for (int[] group : groups) {
            place(within, group, arrange.apply(group.clone()));
        }
        int[] order = within.clone();
        int[] numbers = new int[groups.size()];
        java.util.Arrays.setAll(numbers, g -> g);
        int[] moved = arrange.apply(numbers);
        for (int g = 0; g < moved.length; g++) {
            int[] here = groups.get(g);
            int[] there = groups.get(moved[g]);
            if (here.length != there.length) {
                return moving(within);
            }
            for (int m = 0; m < here.length; m++) {
                order[here[m]] = within[there[m]];
            }
        }
        return keeps.test(order) ? Optional.of(order) : moving(within);
    }

    private Optional<int[]> moving(int[] order) {
        return java.util.Arrays.equals(order, units) || !keeps.test(order) ? Optional.empty() : Optional.of(order);
    }

    private static void place(int[] order, int[] group, int[] arranged) {
        for (int m = 0; m < group.length; m++) {
            order[group[m]] = arranged[m];
        }
    }

    /** Units that may be swapped with each other alone. */
    private List<int[]> groups() {
        List<List<Integer>> groups = new ArrayList<>();
        for (int unit : units) {
            List<Integer> own = null;
            for (int g = 0; g < groups.size() && own == null; g++) {
                int[] swapped = units.clone();
                swapped[unit] = groups.get(g).get(0);
                swapped[groups.get(g).get(0)] = unit;
                own = keeps.test(swapped) ? groups.get(g) : null;
            }
            if (own == null) {
                own = new ArrayList<>();
                groups.add(own);
            }
            own.add(unit);
        }
        return groups.stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}
