package io.flatness.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transform of the experiment, with one value for every swept parameter.
 *
 * @param id as the experiment calls it; {@code identity} for the untransformed point
 * @param parameters its resolved parameters
 * @param chain the links, in order; empty for the identity
 */
public record PointRef(String id, Map<String, Object> parameters, List<TransformStep> chain) {
    /** Copies the parameters and the chain. */
    public PointRef {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        chain = List.copyOf(chain);
    }
}
