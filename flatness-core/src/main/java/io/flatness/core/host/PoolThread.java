package io.flatness.core.host;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread of the pool: it helps with one call after the other. */
final class PoolThread extends Thread {
    private final int number;
    private final AtomicReference<@Nullable Spread> request = new AtomicReference<>();
    private volatile @Nullable Spread current;
    private volatile boolean ended;
    private volatile boolean sleeps;

    private PoolThread(int number) {
        super("flatness-worker-" + number);
        this.number = number;
        setDaemon(true);
    }

    static PoolThread launch(int number) {
        PoolThread thread = new PoolThread(number);
        thread.start();
        return thread;
    }

    /** Whether what the calling thread does now is a part of what another thread (or itself) has to finish. */
    static boolean worksFor(Thread other) {
        Thread thread = Thread.currentThread();
        while (thread != other) {
            Spread spread = thread instanceof PoolThread helper ? helper.current : null;
            if (spread == null) {
                return false;
            }
            thread = spread.caller();
        }
        return true;
    }

    /** Asks for help; the thread has no other request. */
    void ask(Spread spread) {
        spread.join();
        request.set(spread);
        wake();
    }

    /** Takes a request back that the thread has not seen yet. */
    void withdraw(Spread spread) {
        if (request.compareAndSet(spread, null)) {
            spread.leave();
        }
    }

    void end() {
        ended = true;
        wake();
    }

    private void wake() {
        if (sleeps) {
            LockSupport.unpark(this);
        }
    }

    @Override
    public void run() {
        while (!ended) {
            Spread spread = request.getAndSet(null);
            if (spread == null) {
                await();
            } else {
                current = spread;
                setContextClassLoader(spread.loader());
                spread.drain(number);
                current = null;
                // Nobody but the body of a plugin interrupts a worker.
                Thread.interrupted();
                spread.leave();
            }
        }
    }

    private void await() {
        long patience = System.nanoTime() + WorkerPool.PATIENCE_NANOS;
        while (request.get() == null && !ended) {
            if (System.nanoTime() < patience) {
                Thread.onSpinWait();
                continue;
            }
            sleeps = true;
            if (request.get() == null && !ended) {
                LockSupport.park(this);
            }
            sleeps = false;
        }
    }
}
