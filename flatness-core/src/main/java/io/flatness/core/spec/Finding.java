package io.flatness.core.spec;

/**
 * One mistake in an experiment.
 *
 * @param file the file as the user named it, or {@code --set} for an override
 * @param line counted from 1; 0 when there is no position
 * @param column counted from 1; 0 when there is no position
 * @param message what was found, what is allowed, what to do
 */
public record Finding(String file, int line, int column, String message) {
    /** Makes hidden characters visible: a file may hold any. */
    public Finding {
        file = Visible.of(file);
        message = Visible.of(message);
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ":" + column + ": " + message : file + ": " + message;
    }
}
