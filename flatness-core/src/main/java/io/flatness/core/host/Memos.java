package io.flatness.core.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Values computed once for a point and shared by its metrics. */
public final class Memos {
    private final ConcurrentMap<String, CompletableFuture<Object>> values = new ConcurrentHashMap<>();

    /** The value of a key; the first caller computes it, others wait. A failure is every caller's and not kept. */
    <T> T get(String key, Class<T> type, Supplier<T> supplier) {
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> known = values.putIfAbsent(key, mine);
        if (known != null) {
            return type.cast(known.join());
        }
        try {
            T value = supplier.get();
            mine.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            values.remove(key, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    /** Whether a stream is named by a key, so that it must not depend on the metric that happens to ask first. */
    boolean names(String stream) {
        return values.containsKey(stream);
    }
}
