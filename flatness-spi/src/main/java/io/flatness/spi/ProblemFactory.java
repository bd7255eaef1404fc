package io.flatness.spi;

/**
 * Makes a {@link Problem} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface ProblemFactory<P extends Record> extends ComponentFactory<P> {
    /**
     * Reads and checks everything that the problem needs, but trains nothing.
     *
     * @throws InvalidParameterException or {@link IllegalArgumentException} when a parameter or a file is wrong, with a
     *     message for the person who wrote the experiment
     */
    Problem open(P parameters, ProblemContext context);
}
