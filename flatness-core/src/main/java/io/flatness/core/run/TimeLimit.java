package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.host.Host;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The time that one measurement may take. It runs on a thread of its own and is asked to stop when its time is up; one that
 * does not hear is left behind.
 */
final class TimeLimit {
    private static final long LOOK_MILLIS = 50;
    private static final long GRACE_NANOS = 1_000_000_000;

    private final double seconds;
    private final Host host;
    private volatile boolean over;

    TimeLimit(double seconds, Host host) {
        this.seconds = seconds;
        this.host = host;
    }

    /** Throws when the time is up or the run is cancelled. */
    void check() {
        host.checkCancelled();
        if (over) {
            throw new CancellationException("the time is up");
        }
    }

    /**
     * Runs a measurement.
     *
     * @param left told of the thread that is left behind
     * @return its result, or a failed measurement
     */
    ObjectNode call(String name, Supplier<ObjectNode> measurement, Consumer<Thread> left) {
        CompletableFuture<ObjectNode> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(measurement.get());
                    } catch (Throwable e) { // on its way to the caller
                        result.completeExceptionally(e);
                    }
                },
                "flatness-" + name);
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end + GRACE_NANOS) {
            over = System.nanoTime() >= end;
            try {
                ObjectNode measured = result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return over ? tooLong(seconds) : measured;
            } catch (TimeoutException e) {
                if (host.cancelled()) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                host.cancel();
                break;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof OutputException output) {
                    throw output;
                }
                break;
            }
        }
        over = true;
        host.checkCancelled();
        if (thread.isAlive()) {
            left.accept(thread);
        }
        return tooLong(seconds);
    }

    static ObjectNode tooLong(double seconds) {
        return MetricRunner.failed("it took longer than its timeout of " + seconds + " s and was stopped");
    }
}
