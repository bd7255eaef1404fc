package io.flatness.spi;

import java.util.Map;

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
}
