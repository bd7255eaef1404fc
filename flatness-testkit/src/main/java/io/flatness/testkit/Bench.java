package io.flatness.testkit;

import io.flatness.spi.MetricContext;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What metrics are tried on.
 *
 * @param minima points by name: networks, quadratics
 * @param transforms function-preserving changes by name; those that refuse a point are left out there
 * @param context a new context with a number of workers; always of the same seed
 */
public record Bench(
        Map<String, Minimum> minima, Map<String, List<Transform>> transforms, IntFunction<MetricContext> context) {
    /** Copies the maps, keeping their order. */
    public Bench {
        minima = Collections.unmodifiableMap(new LinkedHashMap<>(minima));
        transforms = Collections.unmodifiableMap(new LinkedHashMap<>(transforms));
    }
}
