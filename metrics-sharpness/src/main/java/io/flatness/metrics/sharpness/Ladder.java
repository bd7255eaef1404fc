package io.flatness.metrics.sharpness;

import io.flatness.numerics.TrustRegion;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest rise at a radius, in order with that at every other radius by construction.
 *
 * <p>Surveys are made at the rungs of a ladder of radii that does not depend on the radius asked for: foot · 2ᵏ upwards,
 * each going on from the maxima of the one below and never lower, and foot / 8ᵏ downwards, each never higher than the one
 * above. Between two rungs only their maxima are followed, through the middle and the middle of the half and so on where
 * the rungs do not agree, and the value is kept between those of its neighbours. All rungs are remembered at the point, so
 * that a sweep over radii climbs the ladder once; random starts depend on the seed alone, so that another run climbs the
 * same.
 */
final class Ladder {
    private static final double UP = 2;
    private static final double DOWN = 8;
    private static final int HALVINGS = 6;
    /** Cubes of at most this many coordinates have their corners looked at one by one, if that leaves half the budget. */
    private static final int CORNERS = 12;

    private final Terrain terrain;
    private final Terrain coarse;
    private final double foot;
    private final String key;
    private final Effort effort;
    private final Chosen chosen;
    private final MetricContext context;
    private final Foundation foundation;

    /** Starts of a measure's own at a radius, in coordinates of the unit ball. */
    interface Chosen {
        /** The starts. */
        List<double[]> at(Neighbourhood neighbourhood);
    }

    /**
     * Creates it.
     *
     * @param foot radius of the first rung
     * @param name what tells this terrain from others of the same point
     */
    Ladder(Terrain terrain, double foot, String name, Effort effort, Chosen chosen, MetricContext context) {
        this.terrain = terrain;
        this.coarse = terrain.coarse();
        this.foot = foot;
        this.key = "sharpness/" + name + " " + effort + " ";
        this.effort = effort;
        this.chosen = chosen;
        this.context = context;
        this.foundation = context.memo(
                key + "foundation",
                Foundation.class,
                () -> Foundation.of(terrain, coarse, effort.budget(), context));
    }

    Foundation foundation() {
        return foundation;
    }

    /** The node of a radius. */
    Node at(double radius) {
        int below = 0;
        while (radius(below) > radius) {
            below--;
        }
        while (radius(below + 1) <= radius) {
            below++;
        }
        Node low = rung(below);
        if (low.radius() == radius) {
            return low;
        }
        Node high = rung(below + 1);
        double spent = Math.max(low.evaluations(), high.evaluations());
        for (int halving = 0; halving < HALVINGS && !low.continues(high); halving++) {
            Node from = low;
            Node to = high;
            double middle = 0.5 * (low.radius() + high.radius());
            Node between = context.memo(key + middle, Node.class, () -> between(from, to, middle));
            spent += between.evaluations();
            if (between.radius() == radius) {
                return between.after(spent - between.evaluations());
            }
            if (between.radius() < radius) {
                low = between;
            } else {
                high = between;
            }
        }
        return between(low, high, radius).after(spent + foundation.evaluations());
    }

    private double radius(int rung) {
        return foot * Math.pow(rung < 0 ? DOWN : UP, rung);
    }

    private Node rung(int k) {
        if (k < 0) {
            Node above = rung(k + 1);
            return context.memo(key + "rung " + k, Node.class, () -> survey(radius(k), above)
                    .within(0, above.value())
                    .after(above.evaluations()));
        }
        Node below = k == 0 ? Node.nothing() : rung(k - 1);
        return context.memo(key + "rung " + k, Node.class, () -> survey(radius(k), below)
                .within(below.value(), Double.POSITIVE_INFINITY)
                .after(below.evaluations()));
    }

    private Node survey(double radius, Node neighbour) {
        Neighbourhood fine = new Neighbourhood(terrain, radius);
        Neighbourhood rough = coarse == terrain ? fine : new Neighbourhood(coarse, radius);
        Survey survey = new Survey(fine, rough, effort.budget(), context);
        double before = survey.spent();
        neighbour.directions().forEach(survey::from);
        chosen.at(fine).forEach(survey::from);
        List<double[]> directions = new ArrayList<>();
        if (foundation.eigen() != null) {
            directions.add(TrustRegion.maximize(foundation.eigen(), foundation.gradient(), radius)
                    .step());
        }
        directions.add(foundation.top());
        directions.add(foundation.gradient());
        for (double[] direction : directions) {
            survey.fromBothEnds(direction);
            if (terrain.norm() == Norm.LINF && Norm.LINF.of(direction) > 0) {
                survey.fromBothEnds(Norm.LINF.steepest(direction));
            }
        }
        int size = terrain.chart().size();
        if (terrain.norm() == Norm.LINF && size <= CORNERS && 1L << size <= effort.budget() / 2) {
            survey.fromBestCorner();
        }
        survey.fromRandom(effort.starts());
        return Node.of(survey, fine, before);
    }

    /** Follows the maxima of two radii to one between them. */
    private Node between(Node low, Node high, double radius) {
        Neighbourhood fine = new Neighbourhood(terrain, radius);
        Survey survey = new Survey(fine, fine, effort.budget(), context);
        double before = survey.spent();
        for (double[] z : low.directions()) {
            survey.from(z);
        }
        for (double[] z : low.directions()) {
            if (low.radius() > 0 && !low.onBoundary()) {
                survey.from(Neighbourhood.scaled(low.radius() / radius, z));
            }
        }
        for (double[] z : high.directions()) {
            survey.from(z);
        }
        if (!high.onBoundary()) {
            for (double[] z : high.directions()) {
                survey.from(Neighbourhood.scaled(high.radius() / radius, z));
            }
        }
        return Node.of(survey, fine, before).within(low.value(), high.value());
    }
}
