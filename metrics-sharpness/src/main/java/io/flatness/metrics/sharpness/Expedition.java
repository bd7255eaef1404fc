package io.flatness.metrics.sharpness;

import io.flatness.numerics.TrustRegion;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;

/** Searches of one terrain at one radius: wide ones, and such that follow maxima known at radii nearby. */
final class Expedition {
    /** Cubes of at most this many coordinates have their corners looked at one by one, if that leaves half the budget. */
    private static final int CORNERS = 12;

    private final Terrain terrain;
    private final Terrain coarse;
    private final Foundation foundation;
    private final Chosen chosen;
    private final MetricContext context;

    /** Starts of a measure's own at a radius, in coordinates of the unit ball. */
    interface Chosen {
        /** The starts. */
        List<double[]> at(Neighbourhood neighbourhood);
    }

    /**
     * Creates it.
     *
     * @param name what tells this terrain from others of the same point
     */
    Expedition(Terrain terrain, String name, Chosen chosen, MetricContext context) {
        this.terrain = terrain;
        this.coarse = terrain.coarse();
        this.chosen = chosen;
        this.context = context;
        this.foundation = context.memo(
                "sharpness/" + name + " foundation", Foundation.class, given -> Foundation.of(terrain, coarse, given));
    }

    /** Whether samples are so many that a part of them is explored first. */
    boolean explores() {
        return coarse != terrain;
    }

    Foundation foundation() {
        return foundation;
    }

    /**
     * Climbs from maxima known at other radii, from starts and directions that are good for any loss, and from random
     * directions.
     *
     * @param directed whether to take the starts that do not depend on chance
     */
    Node survey(double radius, List<Node> known, boolean directed, Effort effort) {
        Neighbourhood fine = new Neighbourhood(terrain, radius);
        Neighbourhood rough = coarse == terrain ? fine : new Neighbourhood(coarse, radius);
        Survey survey = new Survey(fine, rough, effort.budget(), context);
        double before = survey.spent();
        for (Node node : known) {
            boolean here = node.radius() == radius;
            node.directions().forEach(here ? z -> survey.keep(z, node.complete()) : survey::climb);
        }
        if (directed) {
            chosen.at(fine).forEach(survey::from);
            for (double[] direction : directions(radius)) {
                survey.fromBothEnds(direction);
            }
            int size = terrain.chart().size();
            if (size <= Survey.FEW) {
                survey.fromGrid();
            }
            if (terrain.norm() == Norm.LINF && size <= CORNERS && 1L << size <= effort.budget() / 2) {
                survey.fromBestCorner();
            }
        }
        survey.fromRandom(effort.starts());
        survey.conclude();
        return Node.of(survey, fine, before, known);
    }

    private List<double[]> directions(double radius) {
        List<double[]> smooth = new ArrayList<>();
        if (foundation.eigen() != null) {
            smooth.add(TrustRegion.maximize(foundation.eigen(), foundation.gradient(), radius)
                    .step());
        }
        smooth.add(foundation.top());
        smooth.add(foundation.gradient());
        if (terrain.norm() == Norm.L2) {
            return smooth;
        }
        List<double[]> all = new ArrayList<>();
        for (double[] direction : smooth) {
            all.add(direction);
            if (Norm.LINF.of(direction) > 0) {
                all.add(Norm.LINF.steepest(direction));
            }
        }
        return all;
    }

    /** Follows the maxima of two radii to one between them; the value is kept between theirs. */
    Node follow(Node low, Node high, double radius, Effort effort) {
        Neighbourhood fine = new Neighbourhood(terrain, radius);
        Survey survey = new Survey(fine, fine, effort.budget(), context);
        double before = survey.spent();
        for (Node end : List.of(low, high)) {
            end.directions().forEach(survey::from);
            if (!end.onBoundary()) {
                // An interior maximum stays where it is.
                end.directions().forEach(z -> survey.from(Neighbourhood.scaled(end.radius() / radius, z)));
            }
        }
        survey.conclude();
        return Node.of(survey, fine, before, List.of(low, high)).within(low.value(), high.value());
    }
}
