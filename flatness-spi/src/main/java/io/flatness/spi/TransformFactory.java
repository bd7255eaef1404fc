package io.flatness.spi;

import java.util.Map;
import java.util.function.Function;

/**
 * Makes a {@link Transform} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface TransformFactory<P extends Record> extends ComponentFactory<P> {
    /** Makes the transform; must be cheap. */
    Transform create(P parameters);

    /**
     * Values of numeric parameters at which the transform changes nothing: where the untransformed point lies in a picture
     * over a swept parameter.
     *
     * @since 0.1
     */
    default Map<String, Double> neutral() {
        return Map.of();
    }

    /**
     * The same factory, which says where its transform changes nothing.
     *
     * @since 0.1
     */
    default TransformFactory<P> neutralAt(Map<String, Double> values) {
        return new ListedTransform<>(name(), about(), parameters(), this::create, values);
    }

    /**
     * A factory without a class of its own, for {@link Contents}.
     *
     * @param name the type as written in an experiment
     * @param about what the transform says of itself
     * @param parameters the class of the parameter record
     * @param creation makes the transform from its parameters
     */
    static <P extends Record> TransformFactory<P> of(
            String name, About about, Class<P> parameters, Function<? super P, ? extends Transform> creation) {
        return new ListedTransform<>(name, about, parameters, creation, Map.of());
    }

    /** The same with one sentence. */
    static <P extends Record> TransformFactory<P> of(
            String name, String description, Class<P> parameters, Function<? super P, ? extends Transform> creation) {
        return of(name, About.of(description), parameters, creation);
    }
}
