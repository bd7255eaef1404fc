package io.flatness.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A metric of the experiment as data.
 *
 * @param id as the experiment calls it
 * @param type name of the metric
 * @param parameters its parameters with defaults filled in
 */
public record MetricRef(String id, String type, Map<String, Object> parameters) {
    /** Copies the parameters, keeping their order. */
    public MetricRef {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
