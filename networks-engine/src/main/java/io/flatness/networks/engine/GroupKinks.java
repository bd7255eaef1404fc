package io.flatness.networks.engine;

/**
 * What the kinks of a group of samples add at most when all samples share one step.
 *
 * <p>A unit at a distance a from its kink whose sum moves by at most r crosses it by (|δ| − a)₊. That is at most c δ² + e
 * with c = (r − a)/r², e = 0 where a ≥ r/2, and with c = 1/4b, e = b − a for any b between a and r/2 otherwise: a
 * quadratic form of the step, and a constant. Its square is at most (1 − a/r)² δ².
 */
final class GroupKinks {
    /** Where b is, as a part of r: the cheapest by the traces of the forms is taken. */
    private static final double[] PARTS = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5};

    private final DenseStep step;
    private final DenseGroup group;
    private final double weight;
    private final GroupMoves moves;

    /**
     * Creates it.
     *
     * @param weight of every sample
     */
    GroupKinks(DenseStep step, DenseGroup group, double weight) {
        this.step = step;
        this.group = group;
        this.weight = weight;
        this.moves = new GroupMoves(step, group, weight);
    }

    private record Majorant(double[] c, double e) {}

    /** An upper bound of w Σᵢ γᵢ·κᵢ behind a layer: what crossings raise the loss by, linearized at the outputs. */
    double raise(int l) {
        Majorant best = new Majorant(new double[0], Double.POSITIVE_INFINITY);
        double least = Double.POSITIVE_INFINITY;
        for (double part : PARTS) {
            Majorant tried = majorant(l, part);
            double cost = tried.e() + cost(l, tried.c());
            if (cost < least) {
                least = cost;
                best = tried;
            }
        }
        if (least == Double.POSITIVE_INFINITY) {
            return least;
        }
        double moved = moves.ofUnits(l, best.c());
        return moved * moved + best.e();
    }

    private Majorant majorant(int l, double part) {
        double[] distances = group.distances(l);
        double[] reaches = group.reaches(l);
        double[] raises = group.raises(l);
        double[] c = new double[raises.length];
        double e = 0;
        for (int k = 0; k < c.length; k++) {
            double a = distances[k];
            double r = reaches[k];
            if (a < r && raises[k] > 0) {
                if (a >= 0.5 * r) {
                    c[k] = raises[k] * (r - a) / (r * r);
                } else {
                    double b = Math.max(a, part * r);
                    c[k] = raises[k] / (4 * b);
                    e += raises[k] * (b - a);
                }
            }
        }
        return new Majorant(c, weight * e);
    }

    /** What a form is about: a trace stands for its largest eigenvalue. */
    private double cost(int l, double[] c) {
        int units = step.link(l).fanOut();
        double largest = 0;
        for (double trace : moves.traces(l, c, units)) {
            largest = Math.max(largest, trace);
        }
        double carried = 0;
        for (int k = 0; l > 0 && k < c.length; k++) {
            double moved = step.rowNorm(l, k % units) * group.inputReaches(l)[k / units];
            carried += weight * c[k] * moved * moved;
        }
        return step.radius() * step.radius() * largest + carried;
    }

    /**
     * An upper bound of √(w Σᵢ ρᵢᵀ (∂²ℓ/∂f²) ρᵢ), where ρ is the difference between the outputs' move and its linear part.
     */
    double unseen() {
        double sum = 0;
        for (int l = 0; l < step.count(); l++) {
            if (l + 1 < step.count()) {
                sum += moves.ofUnits(l, crossing(l));
            }
            if (l > 0 && step.weightRadius(l) > 0) {
                sum += 0.5 * step.weightRadius(l) * moves.ofInputs(l, sight(l));
            }
        }
        return sum;
    }

    /** Weights of squared moves: (Σⱼ sⱼ κⱼ)² ≤ Σⱼ sⱼ · Σⱼ sⱼ κⱼ² over the units that can cross. */
    private double[] crossing(int l) {
        int units = step.link(l).fanOut();
        double[] c = new double[group.samples() * units];
        for (int i = 0; i < group.samples(); i++) {
            double all = 0;
            for (int k = i * units; k < (i + 1) * units; k++) {
                all += group.distances(l)[k] < group.reaches(l)[k] ? group.seen(l)[k] : 0;
            }
            for (int k = i * units; all > 0 && k < (i + 1) * units; k++) {
                double over = 1 - group.distances(l)[k] / group.reaches(l)[k];
                c[k] = over > 0 ? all * group.seen(l)[k] * over * over : 0;
            }
        }
        return c;
    }

    /** How much of a move of a layer's sums the curvature of the loss sees at most, squared, for every sample. */
    private double[] sight(int l) {
        double carried = 1;
        for (int k = l + 1; k < step.count(); k++) {
            carried *= step.steepness(k - 1) * step.norm(k);
        }
        double[] sight = new double[group.samples()];
        for (int i = 0; i < sight.length; i++) {
            sight[i] = group.curvatures()[i] * carried * carried;
        }
        return sight;
    }
}
