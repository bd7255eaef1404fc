package io.flatness.core.bind;

import io.flatness.core.spec.DidYouMean;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Snippet;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.spi.Included;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record of parameters. */
final class RecordType {
    private final Class<?> type;

    RecordType(Class<?> type) {
        this.type = type;
    }

    /** Its parameters in the order of the record; read when needed, since records may contain themselves. */
    List<Parameter> parameters() {
        return components()
                .flatMap(component -> included(component)
                        .map(record -> record.parameters().stream())
                        .orElseGet(() -> Stream.of(Parameter.of(component))))
                .toList();
    }

    List<String> names() {
        return components()
                .flatMap(component -> included(component)
                        .map(record -> record.names().stream())
                        .orElseGet(() -> Stream.of(component.getName())))
                .toList();
    }

    private Stream<RecordComponent> components() {
        return Arrays.stream(type.getRecordComponents());
    }

    /** The record whose parameters stand among those of this one. */
    private static Optional<RecordType> included(RecordComponent component) {
        if (!component.isAnnotationPresent(Included.class)) {
            return Optional.empty();
        }
        Class<?> type = component.getType();
        if (!type.isRecord()) {
            throw new IllegalArgumentException("the included parameters " + component.getName() + " are of type "
                    + type.getName() + "; it must be a record");
        }
        return Optional.of(new RecordType(type));
    }

    Optional<Parameter> parameter(String name) {
        return parameters().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** Binds a mapping: unknown keys, missing keys, wrong values and refused records are reported. */
    @Nullable
    Bound<?> bind(YamlMap map, String name, Findings findings) {
        int before = findings.count();
        List<String> names = names();
        map.entries().forEach((key, entry) -> {
            if (!names.contains(key)) {
                findings.add(entry.keyMark(), name + " has no parameter " + key + DidYouMean.hint(key, names));
            }
        });
        Map<String, Object> plain = new LinkedHashMap<>();
        Object record = construct(map, name, plain, before, findings);
        return record == null ? null : new Bound<>(record, plain);
    }

    /** The record of a mapping without findings since {@code before}; its plain form goes to {@code plain}. */
    private @Nullable Object construct(
            YamlMap map, String name, Map<String, Object> plain, int before, Findings findings) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Optional<RecordType> included = included(components[i]);
            if (included.isPresent()) {
                Object record = included.get().construct(map, name, plain, before, findings);
                if (record != null) {
                    values[i] = record;
                }
            } else {
                Parameter parameter = Parameter.of(components[i]);
                Bound<?> bound = bind(parameter, map, name, findings);
                if (bound != null) {
                    values[i] = bound.value();
                    plain.put(parameter.name(), bound.plain());
                }
            }
        }
        return findings.count() > before ? null : Reflection.construct(type, values, map, name, findings);
    }

    private static @Nullable Bound<?> bind(Parameter parameter, YamlMap map, String owner, Findings findings) {
        YamlNode written = map.get(parameter.name());
        if (written != null) {
            return parameter.type().bind(written, parameter.name(), findings);
        }
        if (parameter.defaultValue() != null) {
            YamlNode value = Snippet.read(parameter.defaultValue(), map.mark());
            return parameter.type().bind(value, parameter.name(), findings);
        }
        if (parameter.required()) {
            String doc = parameter.doc().isEmpty() ? "" : " (" + parameter.doc() + ")";
            findings.add(map.mark(), owner + " needs " + parameter.name() + doc);
        }
        return null;
    }

    Map<String, Object> schema(SchemaDefinitions definitions, Map<String, Object> first, List<String> needed) {
        Map<String, Object> properties = new LinkedHashMap<>(first);
        List<String> required = new ArrayList<>(needed);
        for (Parameter parameter : parameters()) {
            properties.put(parameter.name(), property(parameter, definitions));
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> property(Parameter parameter, SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!parameter.doc().isEmpty()) {
            schema.put("description", parameter.doc());
        }
        String defaultValue = parameter.defaultValue();
        Object plain = defaultValue == null
                ? null
                : Snippet.read(defaultValue, Snippet.NOWHERE).plain();
        if (plain != null) {
            schema.put("default", plain);
        }
        Map<String, Object> one = parameter.type().schema(definitions);
        if (parameter.type().sweeps()) {
            schema.put("anyOf", List.of(one, Map.of("type", "array", "items", one)));
        } else {
            schema.putAll(one);
        }
        return schema;
    }
}
