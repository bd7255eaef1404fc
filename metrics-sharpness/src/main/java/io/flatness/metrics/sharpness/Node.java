package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Ascent.Peak;
import io.flatness.spi.Measurement;
import java.util.List;

/**
 * What is known of the maximum at one radius.
 *
 * @param radius of the neighbourhood
 * @param maxima different maxima in coordinates of the unit ball, highest first, rounded: starts of other ascents
 * @param value the largest rise that is certified and in order with the nodes beside it; at least 0
 * @param converged whether the best ascent converged
 * @param onBoundary whether it ended on the boundary
 * @param distinct number of heights
 * @param agreeing fraction of ascents within 1e-6 of the best
 * @param ascents how many were made
 * @param complete whether no budget ended a search here or on the nodes that this one needed
 * @param evaluations loss-equivalents spent here and on the nodes that this one needed
 */
record Node(
        double radius,
        List<float[]> maxima,
        double value,
        boolean converged,
        boolean onBoundary,
        int distinct,
        double agreeing,
        int ascents,
        boolean complete,
        double evaluations) {
    private static final long ROOM = 200_000;
    private static final int MOST = 8;
    private static final double SAME_BRANCH = 0.2;

    /** Radius 0. */
    static Node nothing() {
        return new Node(0, List.of(), 0, true, true, 1, 1, 0, true, 0);
    }

    /** What a survey found; its best maximum is evaluated afresh. */
    static Node of(Survey survey, Neighbourhood where, double before, List<Node> needed) {
        List<Peak> maxima = survey.maxima();
        double value = 0;
        for (Peak peak : maxima.subList(0, Math.min(2, maxima.size()))) {
            value = Math.max(value, where.certified(peak.z()));
        }
        long kept = Math.max(1, Math.min(MOST, ROOM / where.size()));
        List<float[]> starts =
                maxima.stream().limit(kept).map(peak -> rounded(peak.z())).toList();
        boolean converged =
                survey.ascents() > 0 && (maxima.isEmpty() || maxima.get(0).converged());
        boolean boundary = !maxima.isEmpty() && where.norm().of(maxima.get(0).z()) >= 1 - Norm.BOUNDARY;
        return new Node(
                where.radius(),
                starts,
                value,
                converged,
                boundary,
                survey.distinct(),
                survey.agreeing(),
                survey.ascents(),
                !survey.limited() && needed.stream().allMatch(Node::complete),
                survey.spent() - before);
    }

    private static float[] rounded(double[] z) {
        float[] rounded = new float[z.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) z[i];
        }
        return rounded;
    }

    /** The maxima in coordinates of the unit ball: directions in which to look at other radii. */
    List<double[]> directions() {
        return maxima.stream()
                .map(rounded -> {
                    double[] z = new double[rounded.length];
                    for (int i = 0; i < z.length; i++) {
                        z[i] = rounded[i];
                    }
                    return z;
                })
                .toList();
    }

    /** The same with its value in [low, high]. */
    Node within(double low, double high) {
        return withValue(Math.max(low, Math.min(high, value)));
    }

    private Node withValue(double other) {
        return new Node(
                radius, maxima, other, converged, onBoundary, distinct, agreeing, ascents, complete, evaluations);
    }

    /** The same with another account of what it took. */
    Node spending(double all) {
        return new Node(radius, maxima, value, converged, onBoundary, distinct, agreeing, ascents, complete, all);
    }

    /** A lower bound with what the search says of itself. */
    Measurement measurement(double lower) {
        return Measurement.lowerBound(lower)
                .converged(converged)
                .with("onBoundary", onBoundary)
                .with("distinctMaxima", distinct)
                .with("agreeingAscents", agreeing)
                .with("ascents", ascents)
                .with("evaluations", (long) Math.ceil(evaluations));
    }

    /** Whether the best maxima of two radii lie in the same direction, so that nothing turns between. */
    boolean continues(Node other) {
        if (maxima.isEmpty() || other.maxima.isEmpty()) {
            return value == other.value;
        }
        double square = 0;
        double size = 0;
        for (int i = 0; i < maxima.get(0).length; i++) {
            double mine = maxima.get(0)[i];
            double difference = mine - other.maxima.get(0)[i];
            square += difference * difference;
            size += mine * mine;
        }
        return square <= SAME_BRANCH * SAME_BRANCH * size;
    }
}
