package io.flatness.testkit;

/**
 * One check of a metric.
 *
 * @param number its number, the same in every version
 * @param title what must hold, as a sentence
 * @param body throws {@link AssertionError} with the reason when it does not hold
 */
public record Check(int number, String title, Runnable body) {
    /** Runs it. */
    public void run() {
        body.run();
    }
}
