package io.flatness.metrics.volume;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.BoxBounds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proved bounds of the volume of the component of a point inside a box, in one to three dimensions, by halving boxes.
 *
 * <p>A box whose upper bound is below the level lies in the set; one whose lower bound is at least the level lies outside;
 * the others are cut until the volume of those that may belong to the component is small or there are {@code most} of
 * them. Boxes inside the set that share a face, an edge or a corner are connected, since the set is open: those joined to
 * the point's box make the lower bound; the same with the undecided boxes makes the upper bound.
 */
final class BoxTree {
    private static final int MOST = 200_000;
    /** What a bound costs, in evaluations of the loss. */
    private static final int COST = 2;

    private static final int FINEST = 28;
    /** Of a sum of that many volumes. */
    private static final double ROUNDING = 1e-11;

    private final BoxBounds bounds;
    private final SublevelSet set;
    private final double[] low;
    private final double[] high;
    private final int n;
    private final int most;
    private long boxes;

    BoxTree(BoxBounds bounds, SublevelSet set, double[] low, double[] high, int most) {
        this.bounds = bounds;
        this.set = set;
        this.low = low;
        this.high = high;
        this.n = low.length;
        this.most = most;
    }

    /**
     * What is proved.
     *
     * @param low volume at least
     * @param high volume at most; infinite where the component may leave the box
     * @param boxes bounded
     * @param from lower corner of the smallest box around all that may belong to the component
     * @param to its upper corner
     */
    record Enclosure(double low, double high, long boxes, double[] from, double[] to) {}

    /** How many boxes a budget of loss-equivalent evaluations allows. */
    static int most(long budget) {
        return (int) Math.min(MOST, budget / COST);
    }

    /** A box of the tree: its place among the 2^level parts of each side. */
    private record Key(int level, int x, int y, int z) {
        Key child(int which) {
            return new Key(level + 1, 2 * x + (which & 1), 2 * y + (which >> 1 & 1), 2 * z + (which >> 2 & 1));
        }

        Key parent() {
            return new Key(level - 1, x >> 1, y >> 1, z >> 1);
        }

        Key moved(int dx, int dy, int dz) {
            return new Key(level, x + dx, y + dy, z + dz);
        }
    }

    /**
     * Refines until the bounds are close.
     *
     * @param tolerance widest difference of the bounds, in units of the lower one
     * @param cut whether the volume inside the box is asked for, so that a component may touch its sides
     */
    Enclosure enclose(double tolerance, boolean cut, MetricContext context) {
        // In the order in which they were placed, so that sums have the same bits in every run.
        Map<Key, Boolean> leaves = new LinkedHashMap<>();
        place(new Key(0, 0, 0, 0), leaves);
        for (int level = 1; ; level++) {
            context.checkCancelled();
            // Boxes that nothing joins to the point's need no cutting; to find them costs more than some cuts.
            Set<Key> joined = level % 3 == 0 ? joined(leaves, false) : leaves.keySet();
            List<Key> next = new ArrayList<>();
            double open = 0;
            double inside = 0;
            for (Key key : joined) {
                if (leaves.getOrDefault(key, false)) {
                    inside += volume(key);
                } else {
                    open += volume(key);
                    next.add(key);
                }
            }
            boolean close = open <= tolerance * inside;
            // The open volume halves with every level, while the number of open boxes doubles.
            boolean hopeless = level > 7 && next.size() * open > 2.0 * most * tolerance * inside;
            if (close || hopeless || boxes + ((long) next.size() << n) > most || next.isEmpty() || level > FINEST) {
                return enclosure(leaves, cut);
            }
            for (Key key : next) {
                leaves.remove(key);
                for (int child = 0; child < 1 << n; child++) {
                    place(key.child(child), leaves);
                }
            }
        }
    }

    private Enclosure enclosure(Map<Key, Boolean> leaves, boolean cut) {
        double inner = 0;
        for (Key key : joined(leaves, true)) {
            inner += volume(key);
        }
        double outer = 0;
        boolean atSides = false;
        double[] from = high.clone();
        double[] to = low.clone();
        for (Key key : joined(leaves, false)) {
            outer += volume(key);
            atSides |= atSide(key);
            for (int i = 0; i < n; i++) {
                double side = (high[i] - low[i]) * Math.scalb(1.0, -key.level);
                from[i] = Math.min(from[i], low[i] + at(key, i) * side);
                to[i] = Math.max(to[i], low[i] + (at(key, i) + 1) * side);
            }
        }
        double atMost = atSides && !cut ? Double.POSITIVE_INFINITY : outer * (1 + ROUNDING);
        return new Enclosure(inner * (1 - ROUNDING), atMost, boxes, from, to);
    }

    /** Bounds a box; leaves true for inside, false for undecided, nothing for outside. */
    private void place(Key key, Map<Key, Boolean> leaves) {
        boxes++;
        double[] center = new double[n];
        double[] radius = new double[n];
        for (int i = 0; i < n; i++) {
            double side = (high[i] - low[i]) * Math.scalb(1.0, -key.level);
            center[i] = low[i] + (at(key, i) + 0.5) * side;
            radius[i] = 0.5 * side + 4 * Math.ulp(Math.abs(center[i]) + side);
        }
        if (bounds.upperBound(center, radius) < set.level()) {
            leaves.put(key, true);
        } else if (!(bounds.lowerBound(center, radius) >= set.level())) {
            leaves.put(key, false);
        }
    }

    private static int at(Key key, int i) {
        return i == 0 ? key.x : i == 1 ? key.y : key.z;
    }

    private double volume(Key key) {
        double volume = 1;
        for (int i = 0; i < n; i++) {
            volume *= (high[i] - low[i]) * Math.scalb(1.0, -key.level);
        }
        return volume;
    }

    private boolean atSide(Key key) {
        int last = (1 << key.level) - 1;
        for (int i = 0; i < n; i++) {
            if (at(key, i) == 0 || at(key, i) == last) {
                return true;
            }
        }
        return false;
    }

    /** The leaves that a chain of neighbours joins to the box of the point; with only inside ones if so asked. */
    private Set<Key> joined(Map<Key, Boolean> leaves, boolean insideOnly) {
        Set<Key> reached = new LinkedHashSet<>();
        ArrayDeque<Key> queue = new ArrayDeque<>();
        Map<Key, List<Key>> finer = finer(leaves, insideOnly);
        for (Key key : leaves.keySet()) {
            if (allowed(leaves, key, insideOnly) && holdsPoint(key)) {
                reached.add(key);
                queue.add(key);
            }
        }
        while (!queue.isEmpty()) {
            Key key = queue.remove();
            for (Key neighbour : neighbours(key, leaves, finer, insideOnly)) {
                if (reached.add(neighbour)) {
                    queue.add(neighbour);
                }
            }
        }
        return reached;
    }

    private static boolean allowed(Map<Key, Boolean> leaves, Key key, boolean insideOnly) {
        Boolean inside = leaves.get(key);
        return inside != null && (inside || !insideOnly);
    }

    private boolean holdsPoint(Key key) {
        for (int i = 0; i < n; i++) {
            double side = (high[i] - low[i]) * Math.scalb(1.0, -key.level);
            double from = low[i] + at(key, i) * side;
            if (set.theta()[i] < from || set.theta()[i] > from + side) {
                return false;
            }
        }
        return true;
    }

    /** For every leaf the coarser leaf beside it, turned round: which finer leaves a coarse one has for neighbours. */
    private Map<Key, List<Key>> finer(Map<Key, Boolean> leaves, boolean insideOnly) {
        Map<Key, List<Key>> finer = new LinkedHashMap<>();
        for (Key key : leaves.keySet()) {
            if (!allowed(leaves, key, insideOnly)) {
                continue;
            }
            for (Key beside : beside(key)) {
                for (Key up = beside; up.level > 0; ) {
                    up = up.parent();
                    if (allowed(leaves, up, insideOnly)) {
                        finer.computeIfAbsent(up, k -> new ArrayList<>()).add(key);
                        break;
                    }
                }
            }
        }
        return finer;
    }

    private List<Key> neighbours(Key key, Map<Key, Boolean> leaves, Map<Key, List<Key>> finer, boolean insideOnly) {
        List<Key> found = new ArrayList<>(finer.getOrDefault(key, List.of()));
        for (Key beside : beside(key)) {
            for (Key up = beside; ; up = up.parent()) {
                if (allowed(leaves, up, insideOnly)) {
                    found.add(up);
                    break;
                }
                if (up.level == 0) {
                    break;
                }
            }
        }
        return found;
    }

    private List<Key> beside(Key key) {
        int size = 1 << key.level;
        List<Key> all = new ArrayList<>();
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = n > 1 ? -1 : 0; dy <= (n > 1 ? 1 : 0); dy++) {
                for (int dz = n > 2 ? -1 : 0; dz <= (n > 2 ? 1 : 0); dz++) {
                    Key moved = key.moved(dx, dy, dz);
                    boolean in = moved.x >= 0 && moved.y >= 0 && moved.z >= 0;
                    if (in && moved.x < size && moved.y < size && moved.z < size && !moved.equals(key)) {
                        all.add(moved);
                    }
                }
            }
        }
        return all;
    }
}
