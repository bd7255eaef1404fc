package io.flatness.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Parallel;
import io.flatness.spi.Transform;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import io.flatness.spi.loss.Transformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Metrics that are wrong in one way each, and the check that finds it. */
class MetricChecksTest {
    private static final Minimum POINT = new Minimum(new Bowl(), new double[] {3, 4});

    @Test
    void aGoodMetricPassesAll() {
        assertEquals(
                List.of(),
                failures((minimum, context) ->
                        Measurement.exact(minimum.surface().value(minimum.theta())
                                + context.random("x").nextDouble())));
    }

    @Test
    void writingToThePointIsFound() {
        assertEquals(List.of(1, 2, 3, 4), failures((minimum, context) -> Measurement.exact(minimum.theta()[0]++)));
    }

    @Test
    void rememberingBetweenMeasurementsIsFound() {
        AtomicInteger count = new AtomicInteger();
        assertEquals(List.of(2, 3, 4), failures((minimum, context) -> Measurement.exact(count.incrementAndGet())));
    }

    @Test
    void dependingOnTheWorkersIsFound() {
        assertEquals(
                List.of(3),
                failures((minimum, context) ->
                        Measurement.exact(1.0 / context.parallel().workers())));
    }

    @Test
    void lookingAtTheClassIsFound() {
        assertEquals(
                List.of(4),
                failures((minimum, context) -> Measurement.exact(minimum.surface() instanceof Bowl ? 1 : 2)));
    }

    @Test
    void anInfinityThatSaysItIsExactIsFound() {
        assertEquals(List.of(5), failures((minimum, context) -> Measurement.exact(Double.POSITIVE_INFINITY)));
    }

    @Test
    void refusingWithoutAReasonIsFound() {
        assertEquals(List.of(6), failures((minimum, context) -> Measurement.notApplicable(" ")));
    }

    @Test
    void aClaimThatDoesNotHoldIsFound() {
        assertEquals(List.of(7), failures(new Metric() {
            @Override
            public Measurement measure(Minimum minimum, MetricContext context) {
                return Measurement.exact(minimum.theta()[0]);
            }

            @Override
            public Set<Invariance> invariances() {
                return Set.of(Invariance.PERMUTATION);
            }
        }));
    }

    private static List<Integer> failures(Metric metric) {
        Bench bench = new Bench(
                Map.of("bowl", new Minimum(POINT.surface(), POINT.theta().clone())),
                Map.of("swap", List.of(new Swap())),
                Host::new);
        List<Integer> failed = new ArrayList<>();
        for (Check check : MetricChecks.of(metric, bench)) {
            try {
                check.run();
            } catch (AssertionError e) {
                failed.add(check.number());
            }
        }
        return failed;
    }

    /** ½ ‖x‖². */
    private static final class Bowl implements LossSurface {
        @Override
        public ParameterLayout layout() {
            return ParameterLayout.single("x", 2);
        }

        @Override
        public double value(double[] theta) {
            return 0.5 * (theta[0] * theta[0] + theta[1] * theta[1]);
        }

        @Override
        public double valueAndGradient(double[] theta, double[] into) {
            System.arraycopy(theta, 0, into, 0, 2);
            return value(theta);
        }

        @Override
        public SymmetricOperator hessianAt(double[] theta) {
            throw new AssertionError("not asked for");
        }
    }

    /** (x, y) ↦ (y, x). */
    private static final class Swap implements Transform {
        @Override
        public Transformed apply(Minimum minimum, Context context) {
            double[] theta = minimum.theta();
            return new Transformed(new Minimum(minimum.surface(), new double[] {theta[1], theta[0]}), Optional.empty());
        }

        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.PERMUTATION);
        }
    }

    /** Workers that are only counted. */
    private record Host(int workers) implements MetricContext, Parallel {
        @Override
        public void forEach(int count, Body body) {
            for (int index = 0; index < count; index++) {
                body.run(0, index);
            }
        }

        @Override
        public Parallel parallel() {
            return this;
        }

        @Override
        public LinearAlgebra linearAlgebra() {
            throw new AssertionError("not asked for");
        }

        @Override
        public RandomGenerator random(String stream) {
            return RandomGeneratorFactory.of("L64X128MixRandom").create(stream.hashCode());
        }

        @Override
        public void progress(double fraction, String message) {}

        @Override
        public void checkCancelled() {}

        @Override
        public <T> T memo(String key, Class<T> type, Function<Context, T> compute) {
            return compute.apply(this);
        }
    }
}
