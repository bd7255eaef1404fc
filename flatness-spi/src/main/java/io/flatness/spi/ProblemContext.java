package io.flatness.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** What the host provides to a problem. */
public interface ProblemContext extends Context {
    /**
     * Resolves a path of the experiment against the folder of the experiment file.
     *
     * @return an absolute path; the file need not exist
     */
    Path resolve(Path path);

    /**
     * Opens an input file and records its SHA-256 in the results.
     *
     * @param path as written in the experiment
     * @throws InvalidParameterException when there is no such file or it cannot be read
     */
    InputStream open(Path path) throws IOException;

    /**
     * The formats of files of a kind, {@link ModelFormat} or {@link DataSource}: those on the class path, then those of
     * plugins.
     */
    default <F> List<F> formats(Class<F> kind) {
        List<F> found = new ArrayList<>();
        ServiceLoader.load(kind, ProblemContext.class.getClassLoader()).forEach(found::add);
        return found;
    }

    /**
     * Whether the problem is only looked at: nothing will be evaluated, so what would be drawn or computed at length (random
     * inputs, a network's own outputs as targets) may be left out. What a user may have got wrong is said all the same.
     */
    default boolean survey() {
        return false;
    }

    /** Memory that caches of a surface may take, in bytes. */
    long memoryBytes();
}
