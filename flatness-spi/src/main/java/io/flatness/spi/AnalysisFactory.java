package io.flatness.spi;

/**
 * Makes an {@link Analysis} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface AnalysisFactory<P extends Record> extends ComponentFactory<P> {
    /** Makes the analysis; must be cheap and must not measure anything. */
    Analysis create(P parameters);
}
