package io.flatness.core.host;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that helps with one call after the other. */
final class Helper implements Runnable {
    private final int number;
    private final AtomicReference<@Nullable Spread> request = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean sleeps;

    private Helper(int number) {
        this.number = number;
        this.thread = new Thread(this, "flatness-worker-" + number);
        thread.setDaemon(true);
    }

    static Helper start(int number) {
        Helper helper = new Helper(number);
        helper.thread.start();
        return helper;
    }

    /** Asks for help; the helper has no other request. */
    void ask(Spread spread) {
        spread.join();
        request.set(spread);
        wake();
    }

    /** Takes a request back that the helper has not seen yet. */
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
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!ended) {
            Spread spread = request.getAndSet(null);
            if (spread == null) {
                await();
            } else {
                spread.drain(number);
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
