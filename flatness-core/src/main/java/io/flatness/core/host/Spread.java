package io.flatness.core.host;

import io.flatness.spi.Parallel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One call's pieces, which the caller and its helpers take in turn. */
final class Spread {
    private final int count;
    private final Parallel.Body body;
    private final Thread caller;
    private final @Nullable ClassLoader loader;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger helping = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean callerSleeps;

    Spread(int count, Parallel.Body body, Thread caller) {
        this.count = count;
        this.body = body;
        this.caller = caller;
        this.loader = caller.getContextClassLoader();
    }

    /** The context class loader of the caller, for its helpers. */
    @Nullable
    ClassLoader loader() {
        return loader;
    }

    Thread caller() {
        return caller;
    }

    /** Takes pieces until none is left; after a failure none is. */
    void drain(int worker) {
        try {
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                body.run(worker, index);
            }
        } catch (Throwable e) { // bodies of plugins: also what is not declared
            next.set(count);
            failure.compareAndSet(null, e);
        }
    }

    /** A helper has been asked and will {@link #leave}, or its request is withdrawn. */
    void join() {
        helping.incrementAndGet();
    }

    void leave() {
        if (helping.decrementAndGet() == 0 && callerSleeps) {
            LockSupport.unpark(caller);
        }
    }

    /** Returns when no helper is at work any more, and throws what the first of all workers to fail has thrown. */
    void awaitHelpers() {
        // A piece still writes to shared arrays: an interrupt has to wait, and is passed on afterwards.
        boolean interrupted = false;
        long patience = System.nanoTime() + WorkerPool.PATIENCE_NANOS;
        while (helping.get() > 0) {
            if (System.nanoTime() < patience) {
                Thread.onSpinWait();
                continue;
            }
            callerSleeps = true;
            if (helping.get() > 0) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            caller.interrupt();
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            Spread.<RuntimeException>rethrow(thrown);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
