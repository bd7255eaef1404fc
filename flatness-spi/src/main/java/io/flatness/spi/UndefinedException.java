package io.flatness.spi;

/**
 * The quantity has no value at this point (a Hessian on a kink that the experiment takes seriously): what a surface
 * throws when asked for it. A measurement that needs it is undefined, which is no failure.
 */
public final class UndefinedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message says why there is no value here. */
    public UndefinedException(String message) {
        super(message);
    }
}
