package io.flatness.spi.linalg;

import org.jspecify.annotations.Nullable;

/** A matrix product that this machine cannot serve; the message says why and what to do, in one line. */
public final class GemmUnavailableException extends RuntimeException {
    /** The reason, and what made it fail if anything did. */
    public GemmUnavailableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
