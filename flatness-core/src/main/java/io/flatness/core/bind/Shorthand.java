package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlList;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A static method {@code of(argument)}.
 *
 * @param method the method
 * @param argument what it takes
 */
record Shorthand(Method method, ParameterType argument) {
    private static final List<ParameterType> ORDER = List.of(
            SimpleType.BOOLEAN,
            SimpleType.INTEGER,
            SimpleType.LONG,
            SimpleType.NUMBER,
            SimpleType.PATH,
            SimpleType.TEXT);

    /** An integer goes to {@code of(int)} before {@code of(double)}, and that before {@code of(String)}. */
    static final Comparator<Shorthand> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (Shorthand s) -> Math.floorMod(ORDER.indexOf(s.argument), 100))
            .thenComparing(s -> s.method.toString());

    boolean accepts(YamlNode node) {
        if (node instanceof YamlList) {
            return takesLists();
        }
        if (node instanceof YamlMap) {
            return argument instanceof MapType;
        }
        if (!(node instanceof YamlScalar scalar) || scalar.isNull()) {
            return false;
        }
        if (argument == SimpleType.BOOLEAN) {
            return scalar.asBoolean().isPresent();
        }
        if (argument == SimpleType.INTEGER || argument == SimpleType.LONG) {
            return scalar.asLong().isPresent();
        }
        if (argument == SimpleType.NUMBER) {
            return scalar.isNumber();
        }
        return argument.sweeps() && scalar.asBoolean().isEmpty();
    }

    boolean takesLists() {
        return argument instanceof ListType || argument == SimpleType.ANY;
    }

    @Nullable
    Bound<?> bind(YamlNode node, String name, Findings findings) {
        Bound<?> bound = argument.bind(node, name, findings);
        if (bound == null) {
            return null;
        }
        Object value = Reflection.call(method, bound.value(), node, name, findings);
        return value == null ? null : new Bound<>(value, bound.plain());
    }
}
