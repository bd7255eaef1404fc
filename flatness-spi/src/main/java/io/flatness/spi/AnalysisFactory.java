package io.flatness.spi;

import java.util.function.Function;

/**
 * Makes an {@link Analysis} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface AnalysisFactory<P extends Record> extends ComponentFactory<P> {
    /** Makes the analysis; must be cheap and must not measure anything. */
    Analysis create(P parameters);

    /**
     * A factory without a class of its own, for {@link Contents}.
     *
     * @param name the type as written in an experiment
     * @param about what the analysis says of itself
     * @param parameters the class of the parameter record
     * @param creation makes the analysis from its parameters
     */
    static <P extends Record> AnalysisFactory<P> of(
            String name, About about, Class<P> parameters, Function<? super P, ? extends Analysis> creation) {
        return new ListedAnalysis<>(name, about, parameters, creation);
    }

    /** The same with one sentence. */
    static <P extends Record> AnalysisFactory<P> of(
            String name, String description, Class<P> parameters, Function<? super P, ? extends Analysis> creation) {
        return of(name, About.of(description), parameters, creation);
    }
}
