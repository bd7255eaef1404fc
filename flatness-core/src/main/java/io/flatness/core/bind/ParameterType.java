package io.flatness.core.bind;

import io.flatness.core.spec.DidYouMean;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a parameter can be: how it binds, how it is described, and its JSON Schema. */
interface ParameterType {
    /** Binds a node, or reports why it does not fit and returns {@code null}. */
    @Nullable
    Bound<?> bind(YamlNode node, String name, Findings findings);

    /** What is allowed, as in {@code it must be …}. */
    String describe();

    /** Whether a list given for it sweeps: it is declared scalar. */
    default boolean sweeps() {
        return false;
    }

    /** The record behind a mapping given for it, if there is one; sweeps go into it. */
    default @Nullable RecordType recordFor(YamlNode node) {
        return null;
    }

    /** Its JSON Schema. */
    Map<String, Object> schema(SchemaDefinitions definitions);

    /** Reports that a node does not fit. */
    default @Nullable Bound<?> refuse(YamlNode node, String name, Findings findings) {
        boolean none = node instanceof YamlScalar scalar && scalar.isNull();
        findings.add(
                node.mark(),
                none
                        ? name + " has no value; it must be " + describe()
                        : name + " is " + node.describe() + "; it must be " + describe());
        return null;
    }

    /** Reports a word that is not among the allowed ones. */
    static void refuseWord(YamlNode node, String name, String word, Iterable<String> allowed, Findings findings) {
        List<String> words = new java.util.ArrayList<>();
        allowed.forEach(words::add);
        findings.add(node.mark(), name + " is " + word + DidYouMean.hint(word, words));
    }

    /** The type behind a Java type. */
    static ParameterType of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            if (raw == List.class || raw == java.util.Collection.class) {
                return ListType.list(of(generic.getActualTypeArguments()[0]));
            }
            if (raw == Map.class) {
                return new MapType(of(generic.getActualTypeArguments()[1]));
            }
            return of(raw);
        }
        if (type instanceof GenericArrayType array) {
            throw new IllegalArgumentException("parameters cannot be of type " + array + "; use a List");
        }
        if (type instanceof java.lang.reflect.WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        Class<?> raw = (Class<?>) type;
        SimpleType simple = SimpleType.of(raw);
        if (simple != null) {
            return simple;
        }
        if (raw.isArray()) {
            return ListType.array(of(raw.getComponentType()), raw.getComponentType());
        }
        if (raw == List.class) {
            return ListType.list(SimpleType.ANY);
        }
        if (raw == Map.class) {
            return new MapType(SimpleType.ANY);
        }
        return ObjectType.of(raw);
    }
}
