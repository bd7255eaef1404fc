package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** Where each input unit stands among the outputs of a layer that repeats, reorders or leaves out units. */
final class Occurrences {
    private final int[] rank;
    private final List<List<Integer>> places = new ArrayList<>();

    Occurrences(int units, int[] index) {
        for (int unit = 0; unit < units; unit++) {
            places.add(new ArrayList<>());
        }
        rank = new int[index.length];
        for (int place = 0; place < index.length; place++) {
            List<Integer> known = places.get(index[place]);
            rank[place] = known.size();
            known.add(place);
        }
    }

    /** How often the unit at a place stands at earlier places. */
    int rank(int place) {
        return rank[place];
    }

    /** The place where an input unit stands for the (rank + 1)-th time. */
    int at(int unit, int rank) {
        List<Integer> known = places.get(unit);
        if (rank >= known.size()) {
            throw new RefusedException("takes some of its input units: unit " + unit
                    + " would take the place of one that is read more often, or at all");
        }
        return known.get(rank);
    }

    /** All places of an input unit, ascending. */
    List<Integer> of(int unit) {
        return places.get(unit);
    }
}
