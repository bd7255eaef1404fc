package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Told what a run does, from any thread but one call at a time. Points and analyses arrive in the form that they have in
 * {@code results.json}.
 */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {};

    /** Something that the user should know, one line. */
    default void warning(String message) {}

    /**
     * How far the run is.
     *
     * @param finished tasks that have ended
     * @param total all tasks
     * @param task what is being done, a few words
     * @param fraction how far that task is, in [0, 1]
     */
    default void progress(int finished, int total, String task, double fraction) {}

    /** A problem is ready to be measured: its entry in {@code problems}. */
    default void problem(ObjectNode problem) {}

    /** All measurements of a point have ended: its entry in {@code points}, in the order of the results. */
    default void point(ObjectNode point) {}

    /** An analysis has ended: its entry in {@code analyses}. */
    default void analysis(ObjectNode analysis) {}
}
