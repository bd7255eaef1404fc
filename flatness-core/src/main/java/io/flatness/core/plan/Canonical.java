package io.flatness.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flatness.spi.MetricRef;
import io.flatness.spi.TransformStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one spelling of a set of parameters: what random streams and the keys of tasks are made of. */
public final class Canonical {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer();

    private Canonical() {}

    /** Compact JSON with sorted keys. */
    public static String json(Object plain) {
        try {
            return WRITER.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new AssertionError("plain values have a JSON form", e);
        }
    }

    /** A chain of links. */
    public static String chain(List<TransformStep> chain) {
        return json(chain.stream()
                .map(step -> {
                    Map<String, Object> link = new LinkedHashMap<>(step.parameters());
                    link.put("type", step.type());
                    return link;
                })
                .toList());
    }

    /** A metric without its id. */
    public static String metric(MetricRef metric) {
        return metric.type() + " " + json(metric.parameters());
    }
}
