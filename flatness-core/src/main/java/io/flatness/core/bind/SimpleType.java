package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers, truth values, texts and paths. */
enum SimpleType implements ParameterType {
    NUMBER("a finite number", "number"),
    INTEGER("an integer", "integer"),
    LONG("an integer", "integer"),
    BOOLEAN("true or false", "boolean"),
    TEXT("a text", "string"),
    PATH("a path", "string"),
    ANY("anything", "");

    private final String words;
    private final String schemaType;

    SimpleType(String words, String schemaType) {
        this.words = words;
        this.schemaType = schemaType;
    }

    static @Nullable SimpleType of(Class<?> type) {
        if (type == double.class || type == Double.class) {
            return NUMBER;
        }
        if (type == int.class || type == Integer.class) {
            return INTEGER;
        }
        if (type == long.class || type == Long.class) {
            return LONG;
        }
        if (type == boolean.class || type == Boolean.class) {
            return BOOLEAN;
        }
        if (type == String.class) {
            return TEXT;
        }
        if (type == Path.class) {
            return PATH;
        }
        return type == Object.class ? ANY : null;
    }

    @Override
    public boolean sweeps() {
        return this != ANY;
    }

    @Override
    public @Nullable Bound<?> bind(YamlNode node, String name, Findings findings) {
        if (this == ANY) {
            Object plain = node.plain();
            return plain == null ? refuse(node, name, findings) : new Bound<>(plain, plain);
        }
        Bound<?> bound = node instanceof YamlScalar scalar && !scalar.isNull() ? bindScalar(scalar) : null;
        if (bound == null && node instanceof YamlScalar scalar && scalar.isNumber()) {
            return refuseNumber(scalar, name, findings);
        }
        return bound == null ? refuse(node, name, findings) : bound;
    }

    private @Nullable Bound<?> refuseNumber(YamlScalar scalar, String name, Findings findings) {
        if (this == NUMBER) {
            findings.add(scalar.mark(), name + " is " + scalar.text() + ", which is too large for a double");
            return null;
        }
        if (this == INTEGER && scalar.asLong().isPresent()) {
            findings.add(
                    scalar.mark(),
                    name + " is " + scalar.text() + "; it must be an integer from " + Integer.MIN_VALUE + " to "
                            + Integer.MAX_VALUE);
            return null;
        }
        return refuse(scalar, name, findings);
    }

    private @Nullable Bound<?> bindScalar(YamlScalar scalar) {
        switch (this) {
            case NUMBER:
                return scalar.asDouble().isPresent() ? same(scalar.asDouble().getAsDouble()) : null;
            case INTEGER: {
                long value = scalar.asLong().orElse(Long.MAX_VALUE);
                return value == (int) value ? same((int) value) : null;
            }
            case LONG:
                return scalar.asLong().isPresent() ? same(scalar.asLong().getAsLong()) : null;
            case BOOLEAN:
                return scalar.asBoolean().isPresent() ? same(scalar.asBoolean().get()) : null;
            case TEXT:
                return scalar.asBoolean().isPresent() ? null : same(scalar.text());
            default:
                return path(scalar.text());
        }
    }

    private static Bound<?> same(Object value) {
        return new Bound<>(value, value);
    }

    private static @Nullable Bound<?> path(String text) {
        try {
            return text.isEmpty() ? null : new Bound<>(Path.of(text), text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    @Override
    public String describe() {
        return words;
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return this == ANY ? Map.of() : Map.of("type", schemaType);
    }
}
