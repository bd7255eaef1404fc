package io.flatness.core;

/**
 * How a plan is run; its results do not depend on it.
 *
 * @param resume whether to go on with what an interrupted run left in the folder
 * @param isolate whether measurements of plugins' metrics run in a process of their own
 * @param workers number of processes that share the work; 0 for this one alone
 */
public record RunOptions(boolean resume, boolean isolate, int workers) {
    /** A fresh run in this process. */
    public static final RunOptions DEFAULT = new RunOptions(false, false, 0);

    /** Checks the number. */
    public RunOptions {
        if (workers < 0 || workers > 1024) {
            throw new IllegalArgumentException("workers is " + workers + "; allowed: 0 to 1024");
        }
    }

    /** The same, going on with what is in the folder or not. */
    public RunOptions resuming(boolean whether) {
        return new RunOptions(whether, isolate, workers);
    }
}
