package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.MonomialMap;
import java.util.Optional;

/**
 * A move that multiplies every parameter by a positive factor.
 *
 * @param start the point before
 * @param factors one per parameter
 */
record Factors(Minimum start, double[] factors) {
    /** The factors of a move from a problem's own minimum; empty when it is of another kind. */
    static Optional<Factors> of(AnalysisContext context, String problem, Move move) {
        if (!move.from().isEmpty()) {
            return Optional.empty();
        }
        Minimum start = context.point(problem, move.from()).minimum();
        return context.point(problem, move.to()).map().flatMap(map -> of(start, map));
    }

    /** The factors of a map; empty when parameters trade places, mix or change their sign. */
    static Optional<Factors> of(Minimum start, Bijection map) {
        if (!(map instanceof MonomialMap moved) || map.dimension() != start.theta().length) {
            return Optional.empty();
        }
        for (int k = 0; k < map.dimension(); k++) {
            if (moved.source()[k] != k || !(moved.factor()[k] > 0)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Factors(start, moved.factor()));
    }
}
