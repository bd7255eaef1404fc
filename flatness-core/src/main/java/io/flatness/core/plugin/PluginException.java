package io.flatness.core.plugin;

/** A plugin that cannot be used; the message is one line for the person who put it there. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public PluginException(String message) {
        super(message);
    }

    /** Creates the exception with its cause. */
    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
