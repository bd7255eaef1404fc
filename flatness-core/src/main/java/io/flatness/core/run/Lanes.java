package io.flatness.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that wait for other processes. */
final class Lanes {
    private Lanes() {}

    /** Runs everything, a number at a time; throws what the first in the list to fail has thrown. */
    static void run(int lanes, List<Runnable> all) {
        ExecutorService threads = Executors.newFixedThreadPool(lanes, body -> {
            Thread thread = new Thread(body, "flatness-lane");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            all.forEach(one -> running.add(threads.submit(one)));
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the run was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError("a lane failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
