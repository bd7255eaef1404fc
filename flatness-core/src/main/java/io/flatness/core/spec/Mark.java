package io.flatness.core.spec;

/**
 * A place in an experiment.
 *
 * @param file the file as the user named it, or the override
 * @param line counted from 1; 0 for an override
 * @param column counted from 1; 0 for an override
 */
public record Mark(String file, int line, int column) {
    /** Something without a position in a file. */
    public static Mark of(String what) {
        return new Mark(what, 0, 0);
    }

    /** A mistake at this place. */
    public Finding finding(String message) {
        return new Finding(file, line, column, message);
    }
}
