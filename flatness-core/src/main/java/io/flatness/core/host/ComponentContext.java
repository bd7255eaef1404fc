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

    ComponentContext(Host host, String problem, String type, String parameters) {
        this.host = host;
        this.problem = problem;
        this.type = type;
        this.parameters = parameters;
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
    public void progress(double fraction, String message) {
        host.progress(fraction, message);
    }

    @Override
    public void checkCancelled() {
        host.checkCancelled();
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
    public long memoryBytes() {
        return host.memoryBytes();
    }
}
