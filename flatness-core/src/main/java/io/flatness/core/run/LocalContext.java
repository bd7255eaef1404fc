package io.flatness.core.run;

import io.flatness.core.host.RandomStreams;
import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Parallel;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.linalg.LinearAlgebra;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A context without an experiment: to call components from Java code and from their tests. */
public final class LocalContext implements ProblemContext, MetricContext {
    private final long seed;
    private final Parallel parallel;
    private final LinearAlgebra linearAlgebra;
    private final Path folder;
    private final ConcurrentMap<String, Object> memos = new ConcurrentHashMap<>();

    private final @Nullable List<Object> formats;

    /** A context of its own parts. */
    public LocalContext(long seed, Parallel parallel, LinearAlgebra linearAlgebra, Path folder) {
        this(seed, parallel, linearAlgebra, folder, null);
    }

    private LocalContext(
            long seed,
            Parallel parallel,
            LinearAlgebra linearAlgebra,
            Path folder,
            @Nullable List<Object> formats) {
        this.formats = formats;
        this.seed = seed;
        this.parallel = parallel;
        this.linearAlgebra = linearAlgebra;
        this.folder = folder;
    }

    /** One thread, ojAlgo, paths relative to the working directory. Memos are per context: use one per point. */
    public static LocalContext singleThreaded(long seed) {
        return new LocalContext(seed, new WorkerPool(1), new OjalgoLinearAlgebra(new JavaGemm()), Path.of(""));
    }

    /** The same with these formats of files, in place of those on the class path. */
    public LocalContext with(List<Object> known) {
        return new LocalContext(seed, parallel, linearAlgebra, folder, List.copyOf(known));
    }

    @Override
    public <F> List<F> formats(Class<F> kind) {
        return formats == null
                ? ProblemContext.super.formats(kind)
                : formats.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public LinearAlgebra linearAlgebra() {
        return linearAlgebra;
    }

    @Override
    public Parallel parallel() {
        return parallel;
    }

    @Override
    public RandomGenerator random(String stream) {
        return RandomStreams.stream(seed, stream);
    }

    @Override
    public void progress(double fraction, String message) {}

    @Override
    public void checkCancelled() {}

    @Override
    public <T> T memo(String key, Class<T> type, Function<Context, T> compute) {
        Object known = memos.get(key);
        if (known == null) {
            known = compute.apply(new LocalContext(RandomStreams.seed(seed, key), parallel, linearAlgebra, folder));
            memos.put(key, known);
        }
        return type.cast(known);
    }

    @Override
    public Path resolve(Path path) {
        return folder.resolve(path).toAbsolutePath().normalize();
    }

    @Override
    public InputStream open(Path path) throws IOException {
        Path file = resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new InvalidParameterException("", "there is no file " + path);
        }
        return Files.newInputStream(file);
    }

    @Override
    public long memoryBytes() {
        return Runtime.getRuntime().maxMemory() / 4;
    }
}
