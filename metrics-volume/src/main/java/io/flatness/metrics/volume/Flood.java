package io.flatness.metrics.volume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connected component of a sublevel set in a window of the plane: a flood over the vertices of a grid, 4-connected,
 * from the point outward, then the area cell by cell with boundaries followed to rounding ({@link Arc}).
 *
 * <p>Only vertices that the flood reaches are evaluated, so the cost goes with the component and not with the window.
 */
final class Flood {
    private static final int[][] NEIGHBOURS = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};

    private final SublevelSet set;
    private final Window window;
    private final int columns;
    private final int rows;
    private final double sx;
    private final double sy;
    private final long limit;
    private final Map<Long, Double> excesses = new HashMap<>();
    private final Set<Long> members = new HashSet<>();
    private final List<long[]> order = new ArrayList<>();
    private final Map<Long, Arc.End> crossings = new HashMap<>();

    private Flood(SublevelSet set, Window window, int columns, int rows, long limit) {
        this.set = set;
        this.window = window;
        this.columns = columns;
        this.rows = rows;
        this.sx = (window.x1() - window.x0()) / columns;
        this.sy = (window.y1() - window.y0()) / rows;
        this.limit = limit;
    }

    /**
     * What the flood found.
     *
     * @param area area of the component inside the window
     * @param resolved whether the grid is fine enough: every boundary arc is where its cell says
     * @param complete whether the budget lasted
     * @param boundaryArea area of the cells that the boundary passes
     */
    record Component(
            double area,
            double boundaryArea,
            boolean resolved,
            boolean complete,
            boolean left,
            boolean right,
            boolean below,
            boolean above) {
        boolean touches() {
            return left || right || below || above;
        }
    }

    /**
     * Floods the component of the set's point.
     *
     * @param limit evaluations of the set after which the flood stops
     */
    static Component of(SublevelSet set, Window window, int cells, long limit) {
        Flood flood = new Flood(set, window, cells, cells, limit);
        if (!flood.fill()) {
            return new Component(0, 0, false, false, false, false, false, false);
        }
        return flood.component();
    }

    private boolean fill() {
        seed();
        for (int next = 0; next < order.size(); next++) {
            if (set.evaluations() > limit) {
                return false;
            }
            int i = (int) order.get(next)[0];
            int j = (int) order.get(next)[1];
            for (int[] step : NEIGHBOURS) {
                int ni = i + step[0];
                int nj = j + step[1];
                if (inWindow(ni, nj) && !members.contains(key(ni, nj)) && connected(i, j, ni, nj)) {
                    admit(ni, nj);
                }
            }
        }
        return true;
    }

    /** The vertices of the cell of θ that a straight line joins to θ inside the set. */
    private void seed() {
        double[] theta = set.theta();
        int i = cell(theta[0], window.x0(), sx, columns);
        int j = cell(theta[1], window.y0(), sy, rows);
        for (int corner = 0; corner < 4; corner++) {
            int ci = i + (corner & 1);
            int cj = j + (corner >> 1);
            double[] direction = {x(ci) - theta[0], y(cj) - theta[1]};
            boolean joined = excess(ci, cj) < 0;
            for (int part = 1; joined && part < 8; part++) {
                joined = set.excess(direction, part / 8.0) < 0;
            }
            if (joined) {
                admit(ci, cj);
            }
        }
    }

    private static int cell(double position, double origin, double size, int count) {
        return Math.max(0, Math.min(count - 1, (int) Math.floor((position - origin) / size)));
    }

    private void admit(int i, int j) {
        members.add(key(i, j));
        order.add(new long[] {i, j});
    }

    private boolean connected(int i, int j, int ni, int nj) {
        double here = excess(i, j);
        double there = excess(ni, nj);
        if (!(there < 0)) {
            return false;
        }
        // An edge that may rise to the level between two inside ends is looked at in its middle, and on from there.
        return Math.max(here, there) + Math.abs(here - there) < 0 || open(x(i), y(j), here, x(ni), y(nj), there, 6);
    }

    private boolean open(double x0, double y0, double f0, double x1, double y1, double f1, int depth) {
        double mx = 0.5 * (x0 + x1);
        double my = 0.5 * (y0 + y1);
        double middle = set.excess(new double[] {mx, my});
        if (!(middle < 0)) {
            return false;
        }
        if (depth == 0 || middle <= Math.max(f0, f1) && middle >= Math.min(f0, f1)) {
            return true;
        }
        return middle < f0 && middle < f1
                || open(x0, y0, f0, mx, my, middle, depth - 1) && open(mx, my, middle, x1, y1, f1, depth - 1);
    }

    private Component component() {
        double area = 0;
        double boundaryArea = 0;
        boolean left = false;
        boolean right = false;
        boolean below = false;
        boolean above = false;
        Arc arc = new Arc(set);
        boolean simple = true;
        Set<Long> seen = new HashSet<>();
        for (long[] vertex : order) {
            int i = (int) vertex[0];
            int j = (int) vertex[1];
            left |= i == 0;
            right |= i == columns;
            below |= j == 0;
            above |= j == rows;
            for (int di = -1; di <= 0; di++) {
                for (int dj = -1; dj <= 0; dj++) {
                    int ci = i + di;
                    int cj = j + dj;
                    if (ci < 0 || cj < 0 || ci >= columns || cj >= rows || !seen.add(key(ci, cj))) {
                        continue;
                    }
                    if (set.evaluations() > limit) {
                        return new Component(area, boundaryArea, false, false, left, right, below, above);
                    }
                    int corners = corners(ci, cj);
                    if (corners == 15) {
                        area += sx * sy;
                        continue;
                    }
                    boundaryArea += sx * sy;
                    simple &= corners != 5 && corners != 10;
                    area += cellArea(ci, cj, corners, arc);
                }
            }
        }
        boolean resolved = simple && arc.resolved() && !order.isEmpty();
        return new Component(area, boundaryArea, resolved, true, left, right, below, above);
    }

    /** Which corners belong to the component, counterclockwise from the lower left, as bits. */
    private int corners(int i, int j) {
        return (member(i, j) ? 1 : 0)
                | (member(i + 1, j) ? 2 : 0)
                | (member(i + 1, j + 1) ? 4 : 0)
                | (member(i, j + 1) ? 8 : 0);
    }

    private double cellArea(int i, int j, int corners, Arc arc) {
        int[][] at = {{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}};
        if ((corners == 5 || corners == 10) && !(set.excess(new double[] {x(i) + 0.5 * sx, y(j) + 0.5 * sy}) < 0)) {
            int first = corners == 5 ? 0 : 1;
            return cornerArea(at, first, arc) + cornerArea(at, first + 2, arc);
        }
        List<double[]> polygon = new ArrayList<>();
        List<Arc.End> exits = new ArrayList<>();
        List<Arc.End> entries = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            int[] a = at[k];
            int[] b = at[(k + 1) % 4];
            boolean inA = (corners >> k & 1) != 0;
            boolean inB = (corners >> (k + 1) % 4 & 1) != 0;
            if (inA) {
                polygon.add(new double[] {x(a[0]), y(a[1])});
            }
            if (inA != inB) {
                Arc.End end = inA ? crossing(a, b, arc) : crossing(b, a, arc);
                polygon.add(new double[] {end.x(), end.y()});
                (inA ? exits : entries).add(end);
            }
        }
        double area = shoelace(polygon);
        // Going counterclockwise, an exit is followed by the next entry.
        boolean startsInside = (corners & 1) != 0;
        for (int k = 0; k < exits.size(); k++) {
            Arc.End to = startsInside ? entries.get(k) : entries.get((k + 1) % entries.size());
            area += arc.area(exits.get(k), to, sx, sy);
        }
        return area;
    }

    private double cornerArea(int[][] at, int corner, Arc arc) {
        int[] here = at[corner];
        Arc.End entry = crossing(here, at[(corner + 3) % 4], arc);
        Arc.End exit = crossing(here, at[(corner + 1) % 4], arc);
        List<double[]> triangle =
                List.of(new double[] {entry.x(), entry.y()}, new double[] {x(here[0]), y(here[1])}, new double[] {
                    exit.x(), exit.y()
                });
        return shoelace(triangle) + arc.area(exit, entry, sx, sy);
    }

    /** Where the edge from a member to a vertex outside leaves the set. */
    private Arc.End crossing(int[] inside, int[] outside, Arc arc) {
        long key = key(inside[0], inside[1]) * 4
                + (outside[0] != inside[0] ? 0 : 1)
                + (outside[0] + outside[1] > inside[0] + inside[1] ? 0 : 2);
        Arc.End known = crossings.get(key);
        if (known != null) {
            return known;
        }
        double x0 = x(inside[0]);
        double y0 = y(inside[1]);
        double dx = x(outside[0]) - x0;
        double dy = y(outside[1]) - y0;
        double fOutside = excess(outside[0], outside[1]);
        double t;
        if (fOutside < 0) {
            // Inside the set but not of this component: a barrier hides on the edge.
            t = hiddenExit(x0, y0, dx, dy);
        } else {
            t = Root.between(
                    s -> set.excess(new double[] {x0 + s * dx, y0 + s * dy}),
                    0,
                    excess(inside[0], inside[1]),
                    1,
                    fOutside);
        }
        Arc.End end = arc.end(x0 + t * dx, y0 + t * dy);
        crossings.put(key, end);
        return end;
    }

    private double hiddenExit(double x0, double y0, double dx, double dy) {
        for (int part = 1; part < 256; part++) {
            double t = part / 256.0;
            double f = set.excess(new double[] {x0 + t * dx, y0 + t * dy});
            if (!(f < 0)) {
                double before = (part - 1) / 256.0;
                return Root.between(
                        s -> set.excess(new double[] {x0 + s * dx, y0 + s * dy}),
                        before,
                        set.excess(new double[] {x0 + before * dx, y0 + before * dy}),
                        t,
                        f);
            }
        }
        return 0.5;
    }

    private static double shoelace(List<double[]> polygon) {
        // Relative to the first corner, so that areas far smaller than their coordinates keep their digits.
        double ox = polygon.get(0)[0];
        double oy = polygon.get(0)[1];
        double twice = 0;
        for (int k = 0; k < polygon.size(); k++) {
            double[] a = polygon.get(k);
            double[] b = polygon.get((k + 1) % polygon.size());
            twice += (a[0] - ox) * (b[1] - oy) - (b[0] - ox) * (a[1] - oy);
        }
        return 0.5 * twice;
    }

    private double excess(int i, int j) {
        return excesses.computeIfAbsent(key(i, j), key -> set.excess(new double[] {x(i), y(j)}));
    }

    private boolean member(int i, int j) {
        return members.contains(key(i, j));
    }

    private boolean inWindow(int i, int j) {
        return i >= 0 && j >= 0 && i <= columns && j <= rows;
    }

    private double x(int i) {
        return i == columns ? window.x1() : window.x0() + i * sx;
    }

    private double y(int j) {
        return j == rows ? window.y1() : window.y0() + j * sy;
    }

    private long key(int i, int j) {
        return (long) j * (columns + 1L) + i;
    }
}
