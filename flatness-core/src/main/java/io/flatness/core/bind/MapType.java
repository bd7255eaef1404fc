package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping with free keys. */
record MapType(ParameterType value) implements ParameterType {
    @Override
    public @Nullable Bound<?> bind(YamlNode node, String name, Findings findings) {
        if (!(node instanceof YamlMap map)) {
            return refuse(node, name, findings);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> plain = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> {
            Bound<?> bound = value.bind(entry.value(), name + "." + key, findings);
            if (bound != null) {
                values.put(key, bound.value());
                plain.put(key, bound.plain());
            }
        });
        return values.size() < map.entries().size() ? null : new Bound<>(Collections.unmodifiableMap(values), plain);
    }

    @Override
    public String describe() {
        return "a mapping";
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", value.schema(definitions));
        return schema;
    }
}
