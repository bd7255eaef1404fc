package io.flatness.spi;

import java.util.function.Function;

/** What the host provides to a metric. */
public interface MetricContext extends Context {
    /**
     * Computes a value once for the point being measured and shares it between the metrics of a jar.
     *
     * <p>The value must depend on the point and the key alone. Put the parameters that matter into the key, and prefix
     * it with the name of the metric's module. A computation may ask for other values, never for its own.
     *
     * @param key names the value
     * @param type its class
     * @param compute computes it; its context's random streams depend on the key instead of on the metric that happens to
     *     ask first
     */
    <T> T memo(String key, Class<T> type, Function<Context, T> compute);
}
