package io.flatness.spi;

/**
 * Makes a {@link Metric} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface MetricFactory<P extends Record> extends ComponentFactory<P> {
    /** Makes the metric; must be cheap and must not measure anything. */
    Metric create(P parameters);
}
