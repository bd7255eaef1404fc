package io.flatness.report;

/** There are no results where some were expected; the message is for the user. */
public final class ResultsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ResultsException(String message) {
        super(message);
    }

    ResultsException(String message, Throwable cause) {
        super(message, cause);
    }
}
