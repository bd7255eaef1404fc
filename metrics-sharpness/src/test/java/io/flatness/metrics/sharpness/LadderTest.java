package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the search promises: more effort never gives less, nor does a larger radius, and plain ascents give no more. */
class LadderTest {
    private static MetricContext context() {
        return LocalContext.singleThreaded(3);
    }

    private static Map<String, DoubleFunction<Metric>> families(Effort effort) {
        Map<String, DoubleFunction<Metric>> families = new LinkedHashMap<>();
        families.put("ball", r -> new EpsilonSharpness(new EpsilonSharpnessParameters(r, Scope.ALL, effort)));
        families.put("box", r -> new KeskarSharpness(new KeskarSharpnessParameters(r, Scope.ALL, effort)));
        families.put(
                "subspace",
                r -> new RandomSubspaceSharpness(new RandomSubspaceSharpnessParameters(r, 5, Scope.ALL, effort)));
        for (Norm norm : Norm.values()) {
            families.put(
                    "adaptive " + norm,
                    r -> new AdaptiveSharpness(
                            new AdaptiveSharpnessParameters(r, norm, 0, Relative.ELEMENT, Scope.ALL, effort)));
        }
        families.put(
                "filters",
                r -> new AdaptiveSharpness(
                        new AdaptiveSharpnessParameters(r, Norm.L2, 0, Relative.FILTER, Scope.ALL, effort)));
        return families;
    }

    static int[] rising() {
        return Depth.networks(new int[] {0, 3, 5, 8, 14, 16}, 0);
    }

    @ParameterizedTest
    @MethodSource("rising")
    void everyFamilyRisesOverFortyRadii(int network) {
        Minimum minimum = SmallNetwork.trained(network);
        families(new Effort(2, 500)).forEach((name, family) -> {
            MetricContext sweep = context();
            double before = 0;
            for (int k = 0; k < 40; k++) {
                double radius = 1e-3 * Math.pow(3000, k / 39.0);
                double value = family.apply(radius).measure(minimum, sweep).value();
                assertTrue(value >= before, name + " falls from " + before + " to " + value + " at " + radius);
                before = value;
            }
        });
    }

    /** A run of its own climbs the same ladder as a sweep in any order. */
    @Test
    void aRadiusAloneGivesWhatASweepGives() {
        Minimum minimum = SmallNetwork.trained(11);
        families(new Effort(2, 500)).forEach((name, family) -> {
            MetricContext sweep = context();
            for (double radius : new double[] {2, 0.3, 0.31, 1e-3, 0.0078125}) {
                Measurement swept = family.apply(radius).measure(minimum, sweep);
                Measurement alone = family.apply(radius).measure(minimum, context());
                assertEquals(alone.value(), swept.value(), name);
                assertEquals(alone.details(), swept.details(), name);
            }
        });
    }

    static int[] growing() {
        return Depth.networks(new int[] {2, 11, 14}, 2);
    }

    @ParameterizedTest
    @MethodSource("growing")
    void moreBudgetAndMoreStartsNeverGiveLess(int network) {
        Minimum minimum = SmallNetwork.trained(network);
        for (double radius : Depth.LONG ? new double[] {0.25, 1} : new double[] {1}) {
            for (String name : families(new Effort(0, 50)).keySet()) {
                double before = 0;
                for (int budget = 500; budget < 5000; budget = budget * 5 / 4) {
                    double value = value(name, radius, new Effort(2, budget), minimum);
                    assertTrue(value >= before * (1 - 1e-12), name + " with " + budget + ": " + value + " < " + before);
                    before = value;
                }
                double fewer = value(name, radius, new Effort(0, 1500), minimum);
                assertTrue(value(name, radius, new Effort(5, 1500), minimum) >= fewer * (1 - 1e-12), name);
            }
        }
    }

    private static double value(String family, double radius, Effort effort, Minimum minimum) {
        return families(effort)
                .get(family)
                .apply(radius)
                .measure(minimum, context())
                .value();
    }

    static int[] climbed() {
        return Depth.networks(IntStream.rangeClosed(0, 20).toArray(), 2, 7, 13);
    }

    @ParameterizedTest
    @MethodSource("climbed")
    void fiftyPlainAscentsFindNoMore(int network) {
        Minimum minimum = SmallNetwork.trained(network);
        double scale = 1 + minimum.surface().value(minimum.theta());
        for (double radius : new double[] {0.1, 0.2, 1}) {
            double plain = PlainAscents.best(minimum, radius, 50) / scale;
            for (long budget : Depth.LONG ? new long[] {2000, 10_000} : new long[] {2000}) {
                Effort effort = new Effort(4, budget);
                double value = new EpsilonSharpness(new EpsilonSharpnessParameters(radius, Scope.ALL, effort))
                        .measure(minimum, context())
                        .value();
                // 1e-10: plain ascents end at points that are not drawn into the ball as computed
                assertTrue(value >= plain * (1 - 1e-10), radius + " and " + budget + ": " + value + " < " + plain);
            }
        }
    }
}
