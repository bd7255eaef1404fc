package io.flatness.core.bind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The {@code $defs} of a JSON Schema: each class once, so that a class may contain itself. */
final class SchemaDefinitions {
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    Map<String, Object> reference(Class<?> type, Function<SchemaDefinitions, Map<String, Object>> body) {
        String name = type.getName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, body.apply(this));
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    Map<String, Object> all() {
        return definitions;
    }
}
