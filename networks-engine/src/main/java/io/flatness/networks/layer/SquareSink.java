package io.flatness.networks.layer;

import org.jspecify.annotations.Nullable;

/**
 * Where squares of per-sample gradients go.
 *
 * @param diagonal Σ of squares per parameter, in layout order, added to; null when not asked for
 * @param samples Σ of squares per sample over all parameters, added to; null when not asked for
 */
public record SquareSink<A>(@Nullable A diagonal, double @Nullable [] samples) {}
