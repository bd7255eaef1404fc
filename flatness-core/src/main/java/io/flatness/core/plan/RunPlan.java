package io.flatness.core.plan;

/** An experiment in which everything is bound, opened and checked: ready to run. Close it to end its workers. */
public final class RunPlan implements AutoCloseable {
    private final String name;
    private final long seed;
    private final Runnable onClose;

    RunPlan(String name, long seed, Runnable onClose) {
        this.name = name;
        this.seed = seed;
        this.onClose = onClose;
    }

    /** Name of the experiment. */
    public String name() {
        return name;
    }

    /** Its seed. */
    public long seed() {
        return seed;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
