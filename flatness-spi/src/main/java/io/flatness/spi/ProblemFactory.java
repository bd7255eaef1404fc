package io.flatness.spi;

import java.util.function.BiFunction;

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

    /**
     * A factory without a class of its own, for {@link Contents}.
     *
     * @param name the type as written in an experiment
     * @param about what the problem says of itself
     * @param parameters the class of the parameter record
     * @param opening opens the problem, as {@link #open} does
     */
    static <P extends Record> ProblemFactory<P> of(
            String name,
            About about,
            Class<P> parameters,
            BiFunction<? super P, ? super ProblemContext, ? extends Problem> opening) {
        return new ListedProblem<>(name, about, parameters, opening);
    }

    /** The same with one sentence. */
    static <P extends Record> ProblemFactory<P> of(
            String name,
            String description,
            Class<P> parameters,
            BiFunction<? super P, ? super ProblemContext, ? extends Problem> opening) {
        return of(name, About.of(description), parameters, opening);
    }
}
