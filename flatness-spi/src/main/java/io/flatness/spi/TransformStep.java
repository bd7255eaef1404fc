package io.flatness.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One link of a transform chain as data.
 *
 * @param type name of the transform
 * @param parameters its parameters as in an experiment; defaults may be left out
 */
public record TransformStep(String type, Map<String, Object> parameters) {
    /** Copies the parameters, keeping their order. */
    public TransformStep {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
