package io.flatness.spi;

/** A parameter or an input file that the person who wrote the experiment has to mend. */
public final class InvalidParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * Creates the exception.
     *
     * @param parameter the key at fault, nested keys joined by dots ({@code data.file}); the empty string for the whole
     *     component
     * @param message what was found, what is allowed and what to do
     */
    public InvalidParameterException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /** The same with the failure behind it. */
    public InvalidParameterException(String parameter, String message, Throwable cause) {
        super(message, cause);
        this.parameter = parameter;
    }

    /** The key at fault, relative to the component. */
    public String parameter() {
        return parameter;
    }
}
