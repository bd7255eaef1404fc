package io.flatness.core.host;

import io.flatness.spi.linalg.LinearAlgebra;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/** The parts of the machine that an experiment uses, and its seed. Close it to end its workers. */
public final class Host implements AutoCloseable {
    private final long seed;
    private final WorkerPool workers;
    private final LinearAlgebra linearAlgebra;
    private final long memoryBytes;
    private final InputFiles inputs;
    private final List<String> notes;
    private final List<Object> formats;
    private final boolean survey;
    private volatile boolean cancelled;
    private volatile BiConsumer<Double, String> progress = (fraction, message) -> {};

    /**
     * A host.
     *
     * @param memoryBytes memory that caches may take
     * @param notes what the user should know of the machine, one line each
     * @param formats the formats of files that problems may read
     * @param survey whether problems are only looked at
     */
    public Host(
            long seed,
            WorkerPool workers,
            LinearAlgebra linearAlgebra,
            long memoryBytes,
            InputFiles inputs,
            List<String> notes,
            List<Object> formats,
            boolean survey) {
        this.seed = seed;
        this.workers = workers;
        this.linearAlgebra = linearAlgebra;
        this.memoryBytes = memoryBytes;
        this.inputs = inputs;
        this.notes = List.copyOf(notes);
        this.formats = List.copyOf(formats);
        this.survey = survey;
    }

    /** The formats of a kind. */
    public <F> List<F> formats(Class<F> kind) {
        return formats.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Seed of the experiment. */
    public long seed() {
        return seed;
    }

    /** Whether problems are only looked at: nothing is evaluated. */
    public boolean survey() {
        return survey;
    }

    /** The workers. */
    public WorkerPool workers() {
        return workers;
    }

    /** Dense linear algebra. */
    public LinearAlgebra linearAlgebra() {
        return linearAlgebra;
    }

    /** Memory that caches may take, in bytes. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** The files read so far. */
    public InputFiles inputs() {
        return inputs;
    }

    /**
     * The context of a component.
     *
     * @param problem id of the problem that it works on
     * @param type its type
     * @param parameters the canonical spelling of its parameters
     */
    public ComponentContext context(String problem, String type, String parameters) {
        return new ComponentContext(this, problem, type, parameters);
    }

    /** What the user should know of the machine: a backend that did not load. */
    public List<String> notes() {
        return notes;
    }

    /** Where the progress of the current task goes. */
    public void progressTo(BiConsumer<Double, String> sink) {
        progress = sink;
    }

    void progress(double fraction, String message) {
        progress.accept(fraction, message);
    }

    /** Makes every task stop at its next check. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether the run is cancelled. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Cancels the run when the calling thread was interrupted: asked between tasks, where no plugin can have done it. */
    public void heedInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            cancelled = true;
        }
        checkCancelled();
    }

    /** Throws when the run was cancelled. */
    public void checkCancelled() {
        if (cancelled) {
            throw new CancellationException("the run was interrupted");
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
