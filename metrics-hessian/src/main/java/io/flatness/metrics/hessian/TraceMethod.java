package io.flatness.metrics.hessian;

import io.flatness.spi.InvalidParameterException;
import java.util.List;

/**
 * How a trace is computed.
 *
 * @param name auto, exact, hutchinson, hutch++ or xtrace
 */
public record TraceMethod(String name) {
    private static final List<String> NAMES = List.of("auto", "exact", "hutchinson", "hutch++", "xtrace");

    static final TraceMethod AUTO = new TraceMethod("auto");
    static final TraceMethod EXACT = new TraceMethod("exact");
    static final TraceMethod HUTCHINSON = new TraceMethod("hutchinson");
    static final TraceMethod HUTCH_PLUS_PLUS = new TraceMethod("hutch++");
    static final TraceMethod XTRACE = new TraceMethod("xtrace");

    /** Checks the name. */
    public TraceMethod {
        if (!NAMES.contains(name)) {
            throw new InvalidParameterException(
                    "method", "method is '" + name + "'; it must be one of " + String.join(", ", NAMES));
        }
    }

    /** The method of a name. */
    public static TraceMethod of(String name) {
        return new TraceMethod(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
