package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class: a record, a sealed family of records told apart by {@code type}, or any class; each with shorthands, its
 * public static methods {@code of} with one argument.
 */
final class ObjectType implements ParameterType {
    private final Class<?> type;
    private final @Nullable RecordType record;
    private final Map<String, RecordType> variants;
    private final List<Shorthand> shorthands;

    private ObjectType(
            Class<?> type, @Nullable RecordType record, Map<String, RecordType> variants, List<Shorthand> shorthands) {
        this.type = type;
        this.record = record;
        this.variants = variants;
        this.shorthands = shorthands;
    }

    static ParameterType of(Class<?> type) {
        List<Shorthand> shorthands = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            boolean factory = method.getName().equals("of")
                    && Modifier.isStatic(method.getModifiers())
                    && Modifier.isPublic(method.getModifiers())
                    && method.getParameterCount() == 1
                    && type.isAssignableFrom(method.getReturnType());
            if (factory) {
                shorthands.add(new Shorthand(method, ParameterType.of(method.getGenericParameterTypes()[0])));
            }
        }
        shorthands.sort(Shorthand.MOST_SPECIFIC_FIRST);
        if (type.isEnum() && shorthands.isEmpty()) {
            return EnumType.of(type);
        }
        Map<String, RecordType> variants = new LinkedHashMap<>();
        addVariants(type, variants);
        RecordType record = type.isRecord() ? new RecordType(type) : null;
        if (record == null && variants.isEmpty() && shorthands.isEmpty()) {
            throw new IllegalArgumentException("parameters cannot be of type " + type.getName());
        }
        return new ObjectType(type, record, variants, shorthands);
    }

    private static void addVariants(Class<?> type, Map<String, RecordType> variants) {
        if (!type.isSealed()) {
            return;
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                variants.put(KebabCase.ofType(permitted.getSimpleName()), new RecordType(permitted));
            } else {
                addVariants(permitted, variants);
            }
        }
    }

    @Override
    public @Nullable Bound<?> bind(YamlNode node, String name, Findings findings) {
        if (node instanceof YamlMap map && record != null) {
            return record.bind(map, name, findings);
        }
        if (node instanceof YamlMap map && !variants.isEmpty()) {
            return bindVariant(map, name, findings);
        }
        for (Shorthand shorthand : shorthands) {
            if (shorthand.accepts(node)) {
                return shorthand.bind(node, name, findings);
            }
        }
        if (node instanceof YamlScalar scalar && !scalar.isNull() && !variants.isEmpty()) {
            RecordType variant = variants.get(scalar.text());
            if (variant == null) {
                ParameterType.refuseWord(node, name, scalar.text(), variants.keySet(), findings);
                return null;
            }
            Bound<?> bound = variant.bind(new YamlMap(Map.of(), node.mark()), name + " " + scalar.text(), findings);
            return bound == null ? null : new Bound<>(bound.value(), typed(scalar.text(), bound.plain()));
        }
        return refuse(node, name, findings);
    }

    private @Nullable Bound<?> bindVariant(YamlMap map, String name, Findings findings) {
        YamlNode written = map.get("type");
        if (written == null) {
            findings.add(map.mark(), name + " has no type; allowed: " + String.join(", ", variants.keySet()));
            return null;
        }
        if (!(written instanceof YamlScalar scalar)) {
            return refuse(written, name + ".type", findings);
        }
        RecordType variant = variants.get(scalar.text());
        if (variant == null) {
            ParameterType.refuseWord(written, name + ".type", scalar.text(), variants.keySet(), findings);
            return null;
        }
        Bound<?> bound = variant.bind(map.without(java.util.Set.of("type")), name, findings);
        return bound == null ? null : new Bound<>(bound.value(), typed(scalar.text(), bound.plain()));
    }

    private static Map<String, Object> typed(String variant, Object plain) {
        Map<String, Object> typed = new LinkedHashMap<>();
        typed.put("type", variant);
        ((Map<?, ?>) plain).forEach((key, value) -> typed.put((String) key, value));
        return typed;
    }

    @Override
    public boolean sweeps() {
        return record == null && shorthands.stream().noneMatch(Shorthand::takesLists);
    }

    @Override
    public @Nullable RecordType recordFor(YamlNode node) {
        if (!(node instanceof YamlMap map)) {
            return null;
        }
        return record != null || !(map.get("type") instanceof YamlScalar scalar) ? record : variants.get(scalar.text());
    }

    @Override
    public String describe() {
        List<String> forms = new ArrayList<>();
        shorthands.forEach(shorthand -> forms.add(shorthand.argument().describe()));
        if (record != null) {
            forms.add("a mapping with the keys " + String.join(", ", record.names()));
        }
        if (!variants.isEmpty()) {
            forms.add("a mapping with a type, one of " + String.join(", ", variants.keySet()));
        }
        return String.join(", or ", forms);
    }

    /** The record or the variants behind the type, by name; a record has the empty name. */
    Map<String, RecordType> records() {
        return record == null ? variants : Map.of("", record);
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return definitions.reference(type, this::schemaInFull);
    }

    private Map<String, Object> schemaInFull(SchemaDefinitions definitions) {
        List<Object> forms = new ArrayList<>();
        shorthands.forEach(shorthand -> forms.add(shorthand.argument().schema(definitions)));
        if (record != null) {
            forms.add(record.schema(definitions, Map.of(), List.of()));
        }
        if (!variants.isEmpty() && shorthands.stream().noneMatch(s -> s.argument() == SimpleType.TEXT)) {
            forms.add(Map.of("enum", List.copyOf(variants.keySet())));
        }
        variants.forEach((variant, body) ->
                forms.add(body.schema(definitions, Map.of("type", Map.of("const", variant)), List.of("type"))));
        return forms.size() == 1 ? asMap(forms.get(0)) : Map.of("anyOf", forms);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object form) {
        return (Map<String, Object>) form;
    }
}
