package io.flatness.core.telemetry;

/** Curvature was asked for at a kink under {@code kinks: strict}: a measure that needs it is undefined there. */
public final class KinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KinkException(String reason) {
        super(reason);
    }
}
