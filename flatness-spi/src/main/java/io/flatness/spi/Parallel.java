package io.flatness.spi;

/**
 * The host's workers.
 *
 * <p>Work is cut into a number of pieces that does not depend on the number of workers, and each piece writes to a place
 * of its own, so that results have the same bits for any number of workers.
 */
public interface Parallel {
    /** Number of workers that may run at once; workspaces are sized by it. */
    int workers();

    /** Runs body(worker, index) for every index in [0, count), each index once; returns when all are done. */
    void forEach(int count, Body body);

    /** One piece of work. */
    @FunctionalInterface
    interface Body {
        /**
         * Does piece {@code index} on {@code worker}.
         *
         * @param worker number of the worker in [0, workers()); no two pieces run at once with the same number
         * @param index number of the piece
         */
        void run(int worker, int index);
    }
}
