package io.flatness.core.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of one run. */
public final class Telemetry {
    private static final String TASK = "flatness.task";
    private static final String EVALUATION = "flatness.evaluation";
    private static final String VECTORS = "flatness.evaluation.vectors";

    private final MeterRegistry registry;

    /** Meters that nobody looks at. */
    public static Telemetry unread() {
        return new Telemetry(new SimpleMeterRegistry());
    }

    /** Meters in a registry of this run alone. */
    public Telemetry(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Runs a task and records its seconds, also when it fails. */
    public <T> T time(String task, Supplier<T> work) {
        Timer timer = Timer.builder(TASK).tag("task", task).register(registry);
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** The meters of a problem's evaluations. */
    public Evaluations evaluations(String problem) {
        Map<Evaluation, Timer> timers = new LinkedHashMap<>();
        Map<Evaluation, Counter> vectors = new LinkedHashMap<>();
        for (Evaluation evaluation : Evaluation.values()) {
            timers.put(
                    evaluation,
                    Timer.builder(EVALUATION)
                            .tags("problem", problem, "evaluation", evaluation.word())
                            .publishPercentiles(0.5)
                            .percentilePrecision(3)
                            .minimumExpectedValue(Duration.ofNanos(100))
                            .maximumExpectedValue(Duration.ofDays(1))
                            // The median of the whole run: nothing expires.
                            .distributionStatisticExpiry(Duration.ofDays(3650))
                            .distributionStatisticBufferLength(1)
                            .register(registry));
            vectors.put(
                    evaluation,
                    Counter.builder(VECTORS)
                            .tags("problem", problem, "evaluation", evaluation.word())
                            .register(registry));
        }
        return new Evaluations(timers, vectors);
    }

    /** Seconds of every task that ran, sorted by name. */
    public Map<String, Double> taskSeconds() {
        Map<String, Double> seconds = new java.util.TreeMap<>();
        for (Timer timer : registry.find(TASK).timers()) {
            String task = timer.getId().getTag("task");
            if (task != null) {
                seconds.merge(task, timer.totalTime(TimeUnit.NANOSECONDS) * 1e-9, Double::sum);
            }
        }
        return seconds;
    }
}
