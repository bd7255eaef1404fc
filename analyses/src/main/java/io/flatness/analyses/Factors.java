package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A move that multiplies every parameter by a positive factor.
 *
 * @param start the point before
 * @param factors one per parameter
 */
record Factors(Minimum start, double[] factors) {
    private static final long PROBE_SEED = 20170306;

    /** The factors of a move from a problem's own minimum, or {@code null} when it is of another kind. */
    static @Nullable Factors of(AnalysisContext context, String problem, Move move) {
        if (!move.from().isEmpty()) {
            return null;
        }
        Minimum start = context.point(problem, move.from()).minimum();
        Bijection map = context.point(problem, move.to()).map().orElse(null);
        return map == null ? null : of(start, map);
    }

    /** The factors of a map, or {@code null} when it is not diagonal. */
    static @Nullable Factors of(Minimum start, Bijection map) {
        int n = start.theta().length;
        if (!map.affine() || map.dimension() != n) {
            return null;
        }
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        double[] factors = map.pushForward(start.theta(), ones);
        // A linear map that acts on a random vector as this diagonal does is this diagonal.
        double[] probe = new SplittableRandom(PROBE_SEED).doubles(n, 1, 2).toArray();
        double[] image = map.forward(probe);
        for (int i = 0; i < n; i++) {
            double expected = factors[i] * probe[i];
            if (!(factors[i] > 0) || !(Math.abs(image[i] - expected) <= 1e-12 * expected)) {
                return null;
            }
        }
        return new Factors(start, factors);
    }
}
