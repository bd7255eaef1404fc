package io.flatness.spi;

import java.util.List;

/**
 * A format of data files; found through {@link java.util.ServiceLoader}, on the class path and in plugins.
 *
 * <p>Experiments reach it by {@code data: {type: file, file: NAME}}: the first dimension of the arrays counts the samples.
 */
public interface DataSource {
    /** The name of the format: kebab-case. */
    String name();

    /** One sentence on the format. */
    String description();

    /** Whether a file, by its name, is of this format. */
    boolean reads(String fileName);

    /**
     * Reads the arrays of a file.
     *
     * @throws InvalidParameterException when the file is damaged, by {@link SourceFile#error}
     */
    List<NamedArray> read(SourceFile file);
}
