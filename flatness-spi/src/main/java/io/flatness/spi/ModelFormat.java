package io.flatness.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A format of model files; found through {@link java.util.ServiceLoader}, on the class path and in plugins.
 *
 * <p>It answers with a description in plain data, which the engine builds: a format needs nothing but the SPI.
 */
public interface ModelFormat {
    /** The name of the format: kebab-case. */
    String name();

    /** One sentence on the format. */
    String description();

    /** Whether a file, by its name, is of this format. */
    boolean reads(String fileName);

    /**
     * Reads a network.
     *
     * @throws InvalidParameterException when the file is damaged or holds what is not supported, by {@link SourceFile#error}
     */
    NetworkDescription read(SourceFile file, Request request);

    /**
     * What the experiment says of the network.
     *
     * @param samples shape of one sample, by input; under the empty name for a network of one; empty when nothing is known
     * @param output the output that is meant, where there are several
     * @param ending a last step that the loss takes in, so that it is left off: {@code softmax}, {@code sigmoid} or {@code none}
     */
    record Request(Map<String, List<Integer>> samples, Optional<String> output, String ending) {
        /** Copies the map. */
        public Request {
            samples = Map.copyOf(samples);
        }
    }
}
