package io.flatness.spi;

/** A transform would change the function of this network, or has no meaning for it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason, a sentence that names the layer at fault. */
    public RefusedException(String reason) {
        super(reason);
    }
}
