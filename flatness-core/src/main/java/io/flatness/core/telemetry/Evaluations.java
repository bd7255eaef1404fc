package io.flatness.core.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The counted evaluations of one problem's surfaces. */
public final class Evaluations {
    private final Map<Evaluation, Timer> timers;
    private final Map<Evaluation, Counter> vectors;

    Evaluations(Map<Evaluation, Timer> timers, Map<Evaluation, Counter> vectors) {
        this.timers = timers;
        this.vectors = vectors;
    }

    /** Counts that nobody asks for. */
    public static Evaluations uncounted() {
        return Telemetry.unread().evaluations("uncounted");
    }

    void record(Evaluation evaluation, long startNanos, int count) {
        timer(evaluation).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        counter(evaluation).increment(count);
    }

    private Timer timer(Evaluation evaluation) {
        return Objects.requireNonNull(timers.get(evaluation), "every evaluation has a timer");
    }

    private Counter counter(Evaluation evaluation) {
        return Objects.requireNonNull(vectors.get(evaluation), "every evaluation has a counter");
    }

    /** What was counted. */
    public Counts counts(Evaluation evaluation) {
        Timer timer = timer(evaluation);
        double median = 0;
        for (ValueAtPercentile percentile : timer.takeSnapshot().percentileValues()) {
            median = percentile.value(TimeUnit.NANOSECONDS) * 1e-9;
        }
        return new Counts(
                Math.round(counter(evaluation).count()),
                timer.count(),
                timer.totalTime(TimeUnit.NANOSECONDS) * 1e-9,
                timer.count() == 0 ? 0 : median);
    }

    /**
     * What was counted of one kind.
     *
     * @param count evaluations; a block of products counts its vectors
     * @param calls calls, each with one vector or a block of them
     * @param seconds seconds in all calls
     * @param medianSecondsPerCall median seconds of a call, however many vectors it carries
     */
    public record Counts(long count, long calls, double seconds, double medianSecondsPerCall) {
        /** Mean seconds of one evaluation, of one vector in a block; 0 where there was none. */
        public double secondsPerVector() {
            return count == 0 ? 0 : seconds / count;
        }
    }
}
