package io.flatness.core.host;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values computed once for a point and shared by its metrics. */
public final class Memos {
    private static final long LOOK_MILLIS = 50;

    private final ConcurrentMap<String, Value> values = new ConcurrentHashMap<>();
    private final ConcurrentMap<Thread, Value> awaited = new ConcurrentHashMap<>();

    /** A value that a thread computes. */
    private static final class Value extends CompletableFuture<Object> {
        private final Thread owner = Thread.currentThread();
    }

    /**
     * The value of a key; the first caller computes it, others wait. A failure is that of everybody who waits, and not kept;
     * a computation that was stopped (its task, not theirs) is taken over by one of those who wait.
     *
     * @param check throws when the caller is to stop
     * @throws IllegalStateException when the computation asks for its own value, or makes none of the type
     */
    <T> T get(String key, Class<T> type, Supplier<T> compute, Runnable check) {
        while (true) {
            Value mine = new Value();
            Value known = values.putIfAbsent(key, mine);
            if (known == null) {
                return compute(key, mine, compute);
            }
            Object value = await(key, known, check);
            if (value == null) {
                continue;
            }
            if (!type.isInstance(value)) {
                throw new IllegalStateException("the memo " + key + " is a "
                        + value.getClass().getName() + ", but a " + type.getName() + " was asked for");
            }
            return type.cast(value);
        }
    }

    /** Forgets a value. */
    void forget(String key) {
        values.remove(key);
    }

    /** Gives up what a thread computes that was left behind: those who wait for it take over. */
    public void leave(Thread thread) {
        values.forEach((key, value) -> {
            if (value.owner == thread && values.remove(key, value)) {
                value.cancel(false);
            }
        });
    }

    private <T> T compute(String key, Value mine, Supplier<T> compute) {
        boolean made = false;
        try {
            T value = compute.get();
            if (value == null) {
                throw new IllegalStateException("the memo " + key + " was computed as null");
            }
            made = true;
            mine.complete(value);
            return value;
        } catch (RuntimeException e) {
            values.remove(key, mine);
            mine.completeExceptionally(e);
            throw e;
        } finally {
            if (!made && !mine.isDone()) {
                values.remove(key, mine);
                mine.cancel(false);
            }
        }
    }

    /** The value that another thread computes; {@code null} when it was stopped. */
    private @Nullable Object await(String key, Value known, Runnable check) {
        Thread self = Thread.currentThread();
        awaited.put(self, known);
        try {
            while (true) {
                if (!known.isDone() && waitsForItself(known)) {
                    throw new IllegalStateException("the memo " + key + " asks for itself while it is computed");
                }
                check.run();
                try {
                    return known.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Look again: the caller may have to stop, or a circle may have closed.
                    continue;
                }
            }
        } catch (InterruptedException e) {
            self.interrupt();
            check.run();
            throw new CancellationException("the run was interrupted");
        } catch (CancellationException e) {
            check.run();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException) {
                return null;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError("only exceptions are passed on", e);
        } finally {
            awaited.remove(self, known);
        }
    }

    /** Whether the owner of a value cannot go on before this thread does. */
    private boolean waitsForItself(Value known) {
        Value next = known;
        for (int steps = 0; next != null && steps <= awaited.size() + 1; steps++) {
            if (PoolThread.worksFor(next.owner)) {
                return true;
            }
            next = awaited.get(next.owner);
        }
        return false;
    }
}
