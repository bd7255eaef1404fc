package io.flatness.spi;

import java.util.function.Supplier;

/** What the host provides to a metric. */
public interface MetricContext extends Context {
    /**
     * Computes a value once for the point being measured and shares it between metrics.
     *
     * <p>The value must depend on the point and the key alone. Put the parameters that matter into the key, and prefix
     * it with the name of the metric's module.
     *
     * @param key names the value
     * @param type its class
     * @param supplier computes it; may use {@link #random} only with a stream named by {@code key}
     */
    <T> T memo(String key, Class<T> type, Supplier<T> supplier);
}
