package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Ascent.Peak;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ascents over one neighbourhood, one after the other: from starts of the caller's, from directions both ways, then from
 * random ones.
 *
 * <p>What an ascent does depends on those before it alone, so that a larger budget or more random starts only add to what
 * a smaller search has done. Random ascents go on while they are fewer than {@code starts} for every height found so far.
 * On many samples ascents explore a part of them first; then the best of these that are higher there than what is known
 * climb on all of them, and finishing may take a part of the budget only.
 */
final class Survey {
    private static final double SAME_HEIGHT = 1e-6;
    private static final int SHORT = 10;
    private static final int LONG = 50;
    /** An ascent that ends this far below the best is not taken further. */
    private static final double PROMISING = 0.99;

    private static final double SETTLED = 1e-9;
    private static final double ON_ITS_WAY = 0.05;
    /** With more parameters than these an ascent is never quite done: heights are told apart less finely. */
    private static final int MANY = 1000;

    private static final double SETTLED_MANY = 1e-6;
    private static final double SAME_HEIGHT_MANY = 1e-2;
    private static final double HOPELESS = 0.5;
    private static final double WORTH_ALL_SAMPLES = 0.9;
    private static final double BETTER = 1 + 1e-3;
    private static final int LANDINGS = 2;
    /** The part of the budget that finishing takes where all samples are many. */
    private static final double FINISHING = 0.15;

    static final int FEW = 3;

    private final Neighbourhood fine;
    private final Neighbourhood coarse;
    private final double limit;
    private final double finishable;
    private final MetricContext context;
    private final List<Peak> peaks = new ArrayList<>();
    private final List<Peak> explored = new ArrayList<>();
    private double highest;
    private double approaching;
    private double finishing;
    private boolean limited;
    private int ascents;

    /**
     * Creates it.
     *
     * @param coarse the same on fewer samples; {@code fine} itself where that is not worth it
     * @param budget loss-equivalents allowed
     */
    Survey(Neighbourhood fine, Neighbourhood coarse, double budget, MetricContext context) {
        this.fine = fine;
        this.coarse = coarse;
        this.context = context;
        this.limit = spent() + budget;
        this.finishable = coarse == fine ? Double.POSITIVE_INFINITY : FINISHING * budget;
    }

    /** Explores from a point of the neighbourhood, or climbs where there is no part of the samples to explore. */
    void from(double[] z) {
        if (coarse == fine) {
            climb(z);
        } else if (affordable()) {
            context.checkCancelled();
            ascents++;
            Peak rough = approach(coarse, z, explored);
            if (!explored.contains(rough)) {
                explored.add(rough);
            }
        }
    }

    /** Climbs from a point of the neighbourhood, on all samples. */
    void climb(double[] z) {
        if (affordable()) {
            context.checkCancelled();
            ascents++;
            double before = spent();
            add(approach(fine, z, peaks));
            approaching += spent() - before;
            if (coarse == fine) {
                finish(approaching / 2);
            }
        }
    }

    /** Climbs on from the best explored points that are higher than what is known, on the samples that were explored. */
    private void land() {
        if (explored.isEmpty()) {
            return;
        }
        double known = 0;
        for (Peak peak : peaks) {
            known = peak.rise() >= highest ? Math.max(known, BETTER * coarse.rise(peak.z())) : known;
        }
        double least = Math.max(known, WORTH_ALL_SAMPLES * highest(explored));
        List<Peak> best = explored.stream()
                .filter(peak -> peak.rise() > least)
                .sorted(Comparator.comparingDouble(Peak::rise).reversed())
                .limit(LANDINGS)
                .toList();
        explored.clear();
        best.forEach(peak -> climb(peak.z()));
    }

    /** Ends the search: lands, and takes the best ascents further. */
    void conclude() {
        land();
        finish(finishable);
    }

    /** Takes a maximum over that an earlier search of the same neighbourhood found. */
    void keep(double[] z, boolean converged) {
        if (affordable()) {
            add(new Peak(z, fine.rise(z), converged));
        }
    }

    private Peak approach(Neighbourhood where, double[] z, List<Peak> known) {
        return new Ascent(where, known).approach(z, end(where, SHORT), HOPELESS * highest(known));
    }

    private void add(Peak peak) {
        peaks.add(peak);
        highest = Math.max(highest, peak.rise());
    }

    /** Takes the best ascents that ended at a kink further, while that has cost less than some allowance. */
    private void finish(double allowance) {
        while (finishing < allowance && affordable()) {
            Peak open = null;
            for (Peak peak : peaks) {
                boolean promising = !peak.converged() && peak.rise() > PROMISING * highest && !follows(peak);
                open = promising && (open == null || peak.rise() > open.rise()) ? peak : open;
            }
            if (open == null) {
                return;
            }
            double before = spent();
            double allowed = Math.min(limit - spent(), allowance - finishing);
            double wanted = LONG * fine.terrain().gradientCost();
            double end = fine.terrain().evaluations() + Math.min(allowed, wanted);
            Peak further = new Ascent(fine, List.of()).finish(open.z(), end);
            boolean settled = wanted <= allowed && further.rise() <= open.rise() * (1 + settled());
            boolean done = further.converged() || settled;
            peaks.set(peaks.indexOf(open), new Peak(further.z(), further.rise(), done));
            highest = Math.max(highest, further.rise());
            finishing += spent() - before;
            limited |= !done && finishing >= finishable;
        }
    }

    /** Whether an ascent is on its way to a maximum that another one has reached. */
    private boolean follows(Peak peak) {
        if (fine.size() <= MANY) {
            return false;
        }
        for (Peak other : peaks) {
            if (other.converged() && other.rise() >= peak.rise() && distance(other.z(), peak.z()) < ON_ITS_WAY) {
                return true;
            }
        }
        return false;
    }

    /** Relative to the size of the first. */
    private static double distance(double[] x, double[] y) {
        double square = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            square += (x[i] - y[i]) * (x[i] - y[i]);
            size += x[i] * x[i];
        }
        return size > 0 ? Math.sqrt(square / size) : Double.POSITIVE_INFINITY;
    }

    /** A gain that is not worth going on for. */
    private double settled() {
        return fine.size() > MANY ? SETTLED_MANY : SETTLED;
    }

    private static double highest(List<Peak> peaks) {
        return peaks.stream().mapToDouble(Peak::rise).max().orElse(0);
    }

    /** Climbs from a direction both ways, from the best of some points along it. */
    void fromBothEnds(double[] direction) {
        double norm = fine.norm().of(direction);
        if (norm > 0 && Double.isFinite(norm)) {
            along(Neighbourhood.scaled(1 / norm, direction));
            along(Neighbourhood.scaled(-1 / norm, direction));
        }
    }

    /** A maximum need not lie on the boundary: looks along the ray, closely where there are few directions. */
    private void along(double[] end) {
        int points = end.length == 1 ? 64 : end.length <= FEW ? 16 : 2;
        if (limit - spent() < points) {
            limited = true;
            return;
        }
        double[] rises = new double[points + 2];
        for (int k = 1; k <= points; k++) {
            rises[k] = coarse.rise(Neighbourhood.scaled((double) k / points, end));
        }
        rises[points + 1] = Double.NEGATIVE_INFINITY;
        boolean every = end.length <= FEW;
        int best = points;
        for (int k = 1; k <= points; k++) {
            best = rises[k] > rises[best] ? k : best;
            if (every && rises[k] >= rises[k - 1] && rises[k] >= rises[k + 1]) {
                from(Neighbourhood.scaled((double) k / points, end));
            }
        }
        if (!every) {
            from(Neighbourhood.scaled((double) best / points, end));
        }
    }

    /** Climbs from random directions, uniform on the sphere for the Euclidean norm and corners of a box otherwise. */
    void fromRandom(int starts) {
        int least = fine.size() <= FEW ? Math.max(starts, starts == 0 ? 0 : 8 * fine.size()) : starts;
        for (int k = 0; affordable() && k < Math.max(least, distinct() > 1 ? starts * distinct() : 0); k++) {
            RandomGenerator random = context.commonRandom("sharpness/start-" + k);
            double[] z = new double[fine.size()];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextGaussian();
            }
            along(fine.norm().steepest(z));
        }
    }

    /** Climbs from the highest local maxima of a grid over a neighbourhood of one to three coordinates. */
    void fromGrid() {
        Grid grid = new Grid(fine.size());
        if (limit - spent() < 2 * grid.points()) {
            limited = true;
            return;
        }
        for (double[] z : grid.maxima(z -> {
            fine.norm().project(z);
            return coarse.rise(z);
        })) {
            from(z);
        }
    }

    /** The highest corner of a small cube. */
    void fromBestCorner() {
        int size = fine.size();
        double[] best = new double[size];
        double highestCorner = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 1 << size; corner++) {
            double[] z = new double[size];
            for (int i = 0; i < size; i++) {
                z[i] = (corner >> i & 1) == 0 ? -1 : 1;
            }
            double rise = coarse.rise(z);
            if (rise > highestCorner) {
                highestCorner = rise;
                best = z;
            }
        }
        from(best);
    }

    /** The different maxima found, highest first. */
    List<Peak> maxima() {
        List<Peak> sorted = peaks.stream()
                .filter(peak -> peak.rise() > 0)
                .sorted(Comparator.comparingDouble(Peak::rise).reversed())
                .toList();
        List<Peak> different = new ArrayList<>();
        for (Peak peak : sorted) {
            if (different.stream().noneMatch(other -> close(other.z(), peak.z()))) {
                different.add(peak);
            }
        }
        return different;
    }

    private static boolean close(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            if (Math.abs(x[i] - y[i]) > 1e-3) {
                return false;
            }
        }
        return true;
    }

    int ascents() {
        return ascents;
    }

    /** Number of different heights that ascents ended at. */
    int distinct() {
        double same = fine.size() > MANY ? SAME_HEIGHT_MANY : SAME_HEIGHT;
        double[] heights = peaks.stream().mapToDouble(Peak::rise).sorted().toArray();
        int count = heights.length == 0 ? 0 : 1;
        double last = heights.length == 0 ? 0 : heights[0];
        for (double height : heights) {
            if (height - last > same * Math.abs(height)) {
                count++;
                last = height;
            }
        }
        return count;
    }

    /** Fraction of the ascents that came within 1e-6 of the best. */
    double agreeing() {
        long count = peaks.stream()
                .filter(peak -> peak.rise() >= highest - SAME_HEIGHT * highest)
                .count();
        return peaks.isEmpty() ? 0 : (double) count / peaks.size();
    }

    /** Loss-equivalents spent on the terrains, now and before. */
    double spent() {
        return fine.terrain().evaluations()
                + (coarse == fine ? 0 : coarse.terrain().evaluations());
    }

    private boolean affordable() {
        limited |= limit - spent() < 2 * fine.terrain().gradientCost();
        return !limited;
    }

    /** Whether the budget ended the search. */
    boolean limited() {
        return limited;
    }

    private double end(Neighbourhood where, int gradients) {
        double allowed = Math.min(limit - spent(), gradients * where.terrain().gradientCost());
        return where.terrain().evaluations() + allowed;
    }
}
