package io.flatness.cli;

import io.flatness.core.run.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (or a polite kill) while it is open: cancels the run and gives it a moment to close this, so that what is finished
 * is on disk and said; a task that does not hear is not waited for. The process ends with the exit code of an interrupted run.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 800;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean happened;
    private volatile Runnable cancel = () -> {};
    private volatile Runnable farewell;

    private Interruption(Runnable before) {
        farewell = before;
        hook = new Thread(
                () -> {
                    happened = true;
                    this.cancel.run();
                    try {
                        if (!closed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                            this.farewell.run();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    // The journal is whole at any moment, and nothing else is open.
                    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
                },
                "flatness-interruption");
    }

    /**
     * Opens one for the time before there is a run.
     *
     * @param farewell says that nothing was done
     */
    static Interruption before(Runnable farewell) {
        Interruption interruption = new Interruption(farewell);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /**
     * From now on there is a run.
     *
     * @param cancel makes it stop at its next check
     * @param farewell says that it was interrupted, where the run does not come to say it
     */
    void during(Runnable cancel, Runnable farewell) {
        this.farewell = farewell;
        this.cancel = cancel;
        if (happened) {
            cancel.run();
        }
    }

    boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook was waiting for this.
        }
    }
}
