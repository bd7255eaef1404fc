package io.flatness.spi;

import java.util.function.Function;

/**
 * Makes a {@link Metric} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface MetricFactory<P extends Record> extends ComponentFactory<P> {
    /** Makes the metric; must be cheap and must not measure anything. */
    Metric create(P parameters);

    /**
     * A factory without a class of its own, for {@link Contents}.
     *
     * @param name the type as written in an experiment
     * @param about what the metric says of itself
     * @param parameters the class of the parameter record
     * @param creation makes the metric from its parameters
     */
    static <P extends Record> MetricFactory<P> of(
            String name, About about, Class<P> parameters, Function<? super P, ? extends Metric> creation) {
        return new ListedMetric<>(name, about, parameters, creation);
    }

    /** The same with one sentence. */
    static <P extends Record> MetricFactory<P> of(
            String name, String description, Class<P> parameters, Function<? super P, ? extends Metric> creation) {
        return of(name, About.of(description), parameters, creation);
    }
}
