package io.flatness.core.run;

/** The output folder cannot be used: not empty without {@code --resume}, of another experiment, or not writable. */
public final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message is for the user. */
    public OutputException(String message) {
        super(message);
    }

    /** Creates the exception with its cause. */
    public OutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
