package io.flatness.core.host;

import io.flatness.spi.Parallel;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.linalg.LinearAlgebra;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** The context of one component on one problem. Its random streams depend on its names and on nothing else. */
public final class ComponentContext implements ProblemContext {
    private final Host host;
    private final String problem;
    private final String type;
    private final String parameters;
    private final Runnable check;

    ComponentContext(Host host, String problem, String type, String parameters) {
        this(host, problem, type, parameters, host::checkCancelled);
    }

    private ComponentContext(Host host, String problem, String type, String parameters, Runnable check) {
        this.check = check;
        this.host = host;
        this.problem = problem;
        this.type = type;
        this.parameters = parameters;
    }

    /**
     * The same with a stop of its own.
     *
     * @param check throws when the task is to stop
     */
    public ComponentContext stoppedBy(Runnable check) {
        return new ComponentContext(host, problem, type, parameters, check);
    }

    /** The context of what all components of the problem share under a key. */
    ComponentContext shared(String key) {
        return new ComponentContext(host, problem, "memo", key, check);
    }

    @Override
    public LinearAlgebra linearAlgebra() {
        return host.linearAlgebra();
    }

    @Override
    public Parallel parallel() {
        return host.workers();
    }

    @Override
    public RandomGenerator random(String stream) {
        return RandomStreams.stream(host.seed(), problem, type, parameters, stream);
    }

    @Override
    public RandomGenerator commonRandom(String stream) {
        return RandomStreams.stream(host.seed(), "common", stream);
    }

    @Override
    public void progress(double fraction, String message) {
        host.progress(fraction, message);
    }

    @Override
    public void checkCancelled() {
        check.run();
    }

    @Override
    public Path resolve(Path path) {
        return host.inputs().resolve(path);
    }

    @Override
    public <F> List<F> formats(Class<F> kind) {
        return host.formats(kind);
    }

    @Override
    public InputStream open(Path path) throws IOException {
        return host.inputs().open(path);
    }

    @Override
    public boolean survey() {
        return host.survey();
    }

    @Override
    public long memoryBytes() {
        return host.memoryBytes();
    }
}
