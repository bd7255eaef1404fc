package io.flatness.metrics.hessian;

import io.flatness.spi.InvalidParameterException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a trace is computed. */
public enum TraceMethod {
    /** Exactly where that is cheap, otherwise by Hutch++. */
    AUTO("auto"),
    /** Without probes. */
    EXACT("exact"),
    /** By Hutchinson's method. */
    HUTCHINSON("hutchinson"),
    /** Exactly on a sketch, by Hutchinson's method on the rest. */
    HUTCH_PLUS_PLUS("hutch++"),
    /** By leave-one-out sketches. */
    XTRACE("xtrace");

    private final String spelling;

    TraceMethod(String spelling) {
        this.spelling = spelling;
    }

    /** The method of a name as an experiment writes it. */
    public static TraceMethod of(String name) {
        for (TraceMethod method : values()) {
            if (method.spelling.equals(name)) {
                return method;
            }
        }
        throw new InvalidParameterException(
                "method",
                "method is '" + name + "'; it must be one of "
                        + Arrays.stream(values()).map(TraceMethod::toString).collect(Collectors.joining(", ")));
    }

    /** As an experiment writes it. */
    @Override
    public String toString() {
        return spelling;
    }
}
