package io.flatness.core.run;

/** How a run ended, as the exit code of the process. */
public enum ExitCode {
    /** Everything was measured. */
    OK(0),
    /** A fault of this software. */
    INTERNAL(1),
    /** Bad usage or an invalid experiment; nothing was written. */
    INVALID(2),
    /** Finished, but a measurement or an analysis failed. */
    FAILED_MEASUREMENTS(3),
    /** Finished, but an {@code expect} entry does not hold. */
    FAILED_EXPECTATIONS(4),
    /** Stopped before the end; {@code --resume} goes on. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
