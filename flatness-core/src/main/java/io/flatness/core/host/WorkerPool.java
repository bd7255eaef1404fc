package io.flatness.core.host;

import io.flatness.spi.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed set of workers. One call at a time spreads over them; a call from inside another, or beside it, runs on its
 * caller's thread, so that nothing can deadlock and results do not depend on it.
 *
 * <p>Products follow each other within microseconds, and waking a sleeping thread takes tens of them: a worker without work
 * looks out for the next call for {@link #PATIENCE_NANOS} before it sleeps. A call never waits for a worker that has not
 * woken up.
 */
public final class WorkerPool implements Parallel, AutoCloseable {
    /** How long a thread looks out before it sleeps. */
    static final long PATIENCE_NANOS = 100_000;

    private final int workers;
    private final List<PoolThread> helpers = new ArrayList<>();
    private final ReentrantLock spreading = new ReentrantLock();
    private volatile boolean closed;

    /** Starts {@code workers} − 1 daemon threads; the caller of each {@link #forEach} is the last worker. */
    public WorkerPool(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("threads is " + workers + "; it must be at least 1");
        }
        this.workers = workers;
        for (int number = 1; number < workers; number++) {
            helpers.add(PoolThread.launch(number));
        }
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public void forEach(int count, Body body) {
        if (workers == 1 || count <= 1 || closed || spreading.isHeldByCurrentThread() || !spreading.tryLock()) {
            for (int index = 0; index < count; index++) {
                body.run(0, index);
            }
            return;
        }
        try {
            Spread spread = new Spread(count, body, Thread.currentThread());
            List<PoolThread> asked = helpers.subList(0, Math.min(workers, count) - 1);
            asked.forEach(helper -> helper.ask(spread));
            spread.drain(0);
            asked.forEach(helper -> helper.withdraw(spread));
            spread.awaitHelpers();
        } finally {
            spreading.unlock();
        }
    }

    /** Ends the threads when a running call is done; later calls run on their caller's thread. */
    @Override
    public void close() {
        spreading.lock();
        try {
            closed = true;
            helpers.forEach(PoolThread::end);
        } finally {
            spreading.unlock();
        }
    }
}
