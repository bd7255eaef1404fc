package io.flatness.core.host;

import io.flatness.spi.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed set of workers. One call at a time spreads over them; a call from inside another, or beside it, runs on its
 * caller's thread, so that nothing can deadlock and results do not depend on it.
 */
public final class WorkerPool implements Parallel, AutoCloseable {
    private final int workers;
    private final ExecutorService threads;
    private final ReentrantLock spreading = new ReentrantLock();

    /** Starts {@code workers} − 1 daemon threads; the caller of each {@link #forEach} is the last worker. */
    public WorkerPool(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("threads is " + workers + "; it must be at least 1");
        }
        this.workers = workers;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(Math.max(1, workers - 1), task -> {
            Thread thread = new Thread(task, "flatness-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public void forEach(int count, Body body) {
        if (workers == 1 || count == 1 || spreading.isHeldByCurrentThread() || !spreading.tryLock()) {
            for (int index = 0; index < count; index++) {
                body.run(0, index);
            }
            return;
        }
        try {
            spread(count, body);
        } finally {
            spreading.unlock();
        }
    }

    private void spread(int count, Body body) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        for (int worker = 1; worker < Math.min(workers, count); worker++) {
            int number = worker;
            others.add(threads.submit(() -> drain(number, next, count, body)));
        }
        RuntimeException failure = null;
        try {
            drain(0, next, count, body);
        } catch (RuntimeException e) {
            next.set(count);
            failure = e;
        }
        for (Future<?> other : others) {
            RuntimeException theirs = await(other);
            failure = failure == null ? theirs : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void drain(int worker, AtomicInteger next, int count, Body body) {
        for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
            body.run(worker, index);
        }
    }

    private static @org.jspecify.annotations.Nullable RuntimeException await(Future<?> other) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    other.get();
                    return null;
                } catch (InterruptedException e) {
                    // The piece still writes to shared arrays: wait for it, and pass the interrupt on afterwards.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    return (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
