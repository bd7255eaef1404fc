package io.flatness.cli;

import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.linalg.Backends;
import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Registry;
import io.flatness.core.spec.ExpectSpec;
import io.flatness.core.spec.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of an experiment file for the components of a registry. */
final class ExperimentSchema {
    private static final String TIMEOUT = "timeout";
    private static final Map<String, Object> SECONDS = Map.of("type", "number", "exclusiveMinimum", 0);
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> TEXTS = Map.of("type", "array", "items", TEXT);
    private static final String DEFINITIONS = "$defs";

    private final Registry registry;
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private ExperimentSchema(Registry registry) {
        this.registry = registry;
    }

    static Map<String, Object> of(Registry registry) {
        return new ExperimentSchema(registry).root();
    }

    private Map<String, Object> root() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", TEXT);
        properties.put("seed", Map.of("type", "integer"));
        properties.put("problems", listOf(entries(ComponentKind.PROBLEM)));
        List<Object> transforms = entries(ComponentKind.TRANSFORM);
        transforms.add(chain(entries(ComponentKind.TRANSFORM)));
        properties.put("transforms", listOf(transforms));
        properties.put("metrics", listOf(entries(ComponentKind.METRIC)));
        properties.put("analyses", listOf(entries(ComponentKind.ANALYSIS)));
        properties.put("expect", Map.of("type", "array", "items", expectation()));
        properties.put(
                "report",
                object(
                        Map.of("formats", Map.of("type", "array", "items", Map.of("enum", SpecReader.FORMATS))),
                        List.of()));
        properties.put("backend", Map.of("enum", Backends.installed().names()));
        properties.put("threads", Map.of("type", "integer", "minimum", 1));
        properties.put("memory", Map.of("type", List.of("string", "integer")));
        properties.put(TIMEOUT, SECONDS);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:flatness:experiment:1");
        schema.put("title", "A Flatness experiment");
        schema.putAll(object(properties, List.of("problems")));
        schema.put(DEFINITIONS, definitions);
        return schema;
    }

    private List<Object> entries(ComponentKind kind) {
        List<Object> entries = new ArrayList<>();
        for (Component<?> component : registry.components(kind)) {
            entries.add(entry(kind, component));
        }
        return entries;
    }

    private Map<String, Object> entry(ComponentKind kind, Component<?> component) {
        Map<String, Object> schema = new LinkedHashMap<>(ParameterBinder.schema(component.factory()));
        if (schema.remove(DEFINITIONS) instanceof Map<?, ?> inner) {
            inner.forEach((name, definition) -> definitions.put((String) name, definition));
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", TEXT);
        properties.put(
                "type",
                Map.of(
                        "const",
                        component.name(),
                        "description",
                        component.factory().description()));
        if (kind != ComponentKind.PROBLEM) {
            properties.put("problems", TEXTS);
        }
        if (kind == ComponentKind.METRIC) {
            properties.put(TIMEOUT, SECONDS);
            properties.put("isolate", Map.of("type", "boolean"));
        }
        List<Object> required = new ArrayList<>(List.of("type"));
        if (schema.get("properties") instanceof Map<?, ?> own) {
            own.forEach((name, property) -> properties.put((String) name, property));
        }
        if (schema.get("required") instanceof List<?> own) {
            required.addAll(own);
        }
        return object(properties, required);
    }

    private static Map<String, Object> chain(List<Object> links) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", TEXT);
        properties.put("problems", TEXTS);
        properties.put("chain", listOf(links));
        return object(properties, List.of("id", "chain"));
    }

    private static Map<String, Object> expectation() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("metric", TEXT);
        properties.put("problem", TEXT);
        properties.put("transform", TEXT);
        properties.put("op", Map.of("enum", List.copyOf(ExpectSpec.Op.bySign().keySet())));
        properties.put("value", Map.of("type", List.of("number", "string")));
        properties.put("tolerance", Map.of("type", "number", "minimum", 0));
        return object(properties, List.of("metric", "op", "value"));
    }

    private static Map<String, Object> listOf(List<Object> alternatives) {
        return Map.of("type", "array", "items", Map.of("anyOf", alternatives));
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<?> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }
}
