package io.flatness.testkit;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The checks of a metric, on every point of a bench. */
public final class MetricChecks {
    private static final double EXACT_MARGIN = 1e-6;
    private static final double STANDARD_ERRORS = 4;

    private final Metric metric;
    private final Bench bench;

    private MetricChecks(Metric metric, Bench bench) {
        this.metric = metric;
        this.bench = bench;
    }

    /** All checks, by number. */
    public static List<Check> of(Metric metric, Bench bench) {
        MetricChecks checks = new MetricChecks(metric, bench);
        return List.of(
                new Check(1, "the point that is measured stays as it is", checks::purity),
                new Check(2, "a second measurement gives the same bits", checks::repeatability),
                new Check(3, "any number of workers gives the same bits", checks::workers),
                new Check(4, "a wrapped surface gives the same bits: capabilities are asked for", checks::wrapping),
                new Check(5, "every number is finite or says that it is not", checks::kinds),
                new Check(6, "what cannot be measured says why", checks::reasons),
                new Check(7, "each claimed invariance holds", checks::invariances));
    }

    private void purity() {
        everywhere((name, minimum) -> {
            double[] before = minimum.theta().clone();
            measure(minimum, 1);
            require(Arrays.equals(before, minimum.theta()), "on %s the metric wrote to theta".formatted(name));
        });
    }

    private void repeatability() {
        everywhere((name, minimum) ->
                same(name, "the first time", measure(minimum, 1), "the second", measure(minimum, 1)));
    }

    private void workers() {
        everywhere((name, minimum) -> same(name, "with 1 worker", measure(minimum, 1), "with 3", measure(minimum, 3)));
    }

    private void wrapping() {
        everywhere((name, minimum) -> same(
                name,
                "on the surface itself",
                measure(minimum, 1),
                "on the same surface wrapped",
                measure(new Minimum(new WatchedSurface(minimum.surface()), minimum.theta()), 1)));
    }

    private void kinds() {
        everywhere((name, minimum) -> {
            Measurement measurement = measure(minimum, 1);
            if (measurement.status() != Measurement.Status.MEASURED) {
                return;
            }
            boolean bound = measurement.kind() == ValueKind.LOWER_BOUND || measurement.kind() == ValueKind.UPPER_BOUND;
            require(
                    Double.isFinite(measurement.value()) || bound || measurement.kind() == ValueKind.DIVERGENT,
                    "on %s the value is %s, but its kind is %s"
                            .formatted(name, measurement.value(), measurement.kind()));
            Double error = measurement.standardError();
            require(
                    error == null || (error >= 0 && Double.isFinite(error)),
                    "on %s the standard error is %s".formatted(name, error));
            measurement
                    .details()
                    .forEach((key, detail) -> require(
                            !(detail instanceof Double number) || !number.isNaN(),
                            "on %s details.%s is NaN".formatted(name, key)));
        });
    }

    private void reasons() {
        everywhere((name, minimum) -> {
            Measurement measurement = measure(minimum, 1);
            boolean numberless =
                    measurement.status() != Measurement.Status.MEASURED || measurement.kind() == ValueKind.UNDEFINED;
            require(
                    !numberless
                            || (measurement.reason() != null
                                    && !measurement.reason().isBlank()),
                    "on %s there is no number and no reason".formatted(name));
        });
    }

    private void invariances() {
        for (Map.Entry<String, List<Transform>> entry : bench.transforms().entrySet()) {
            Optional<Invariance> family =
                    entry.getValue().get(entry.getValue().size() - 1).family();
            if (family.isPresent() && metric.invariances().contains(family.get())) {
                everywhere((name, minimum) -> invariant(name, minimum, entry.getKey(), entry.getValue()));
            }
        }
    }

    private void invariant(String name, Minimum minimum, String transform, List<Transform> chain) {
        MetricContext context = bench.context().apply(1);
        Minimum moved = minimum;
        try {
            for (Transform link : chain) {
                moved = link.apply(moved, context).minimum();
            }
        } catch (RefusedException e) {
            return; // this network does not have the symmetry
        }
        Measurement before = measure(minimum, 1);
        Measurement after = measure(moved, 1);
        if (!before.comparable() || !after.comparable()) {
            return;
        }
        double allowed = EXACT_MARGIN * Math.max(Math.abs(before.value()), Math.abs(after.value()))
                + STANDARD_ERRORS * Math.hypot(error(before), error(after));
        require(
                Math.abs(before.value() - after.value()) <= allowed,
                "the metric claims not to change under %s, but on %s %s turns %s into %s"
                        .formatted(
                                chain.get(chain.size() - 1).family().orElseThrow(),
                                name,
                                transform,
                                before.value(),
                                after.value()));
    }

    private static double error(Measurement measurement) {
        Double error = measurement.standardError();
        return error == null ? 0 : error;
    }

    private void everywhere(BiConsumer<String, Minimum> check) {
        bench.minima().forEach(check);
    }

    private Measurement measure(Minimum minimum, int workers) {
        try {
            return metric.measure(minimum, bench.context().apply(workers));
        } catch (MeasurementException e) {
            return Measurement.failed(String.valueOf(e.getMessage()));
        }
    }

    private static void same(String name, String first, Measurement a, String second, Measurement b) {
        boolean equal = a.status() == b.status()
                && a.kind() == b.kind()
                && Double.doubleToRawLongBits(a.value()) == Double.doubleToRawLongBits(b.value())
                && Double.doubleToRawLongBits(error(a)) == Double.doubleToRawLongBits(error(b));
        require(
                equal,
                "on %s: %s %s (%s %s), %s %s (%s %s)"
                        .formatted(
                                name, first, a.value(), a.status(), a.kind(), second, b.value(), b.status(), b.kind()));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
