package io.flatness.core.spec;

import org.jspecify.annotations.Nullable;

/**
 * How a metric's measurements are run; no number depends on it.
 *
 * @param timeoutSeconds how long one may take, or {@code null} for what the experiment says
 * @param isolate whether each runs in a process of its own
 */
public record Handling(@Nullable Double timeoutSeconds, boolean isolate) {
    /** Nothing special. */
    public static final Handling PLAIN = new Handling(null, false);
}
