package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlList;
import io.flatness.core.spec.YamlNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list.
 *
 * @param element what its items are
 * @param arrayOf the component type when the record wants an array, or {@code null} for a {@link List}
 */
record ListType(ParameterType element, @Nullable Class<?> arrayOf) implements ParameterType {
    static ListType list(ParameterType element) {
        return new ListType(element, null);
    }

    static ListType array(ParameterType element, Class<?> arrayOf) {
        return new ListType(element, arrayOf);
    }

    @Override
    public @Nullable Bound<?> bind(YamlNode node, String name, Findings findings) {
        if (!(node instanceof YamlList list)) {
            return refuse(node, name, findings);
        }
        List<Object> values = new ArrayList<>();
        List<Object> plain = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Bound<?> item = element.bind(list.items().get(i), name + "[" + i + "]", findings);
            if (item != null) {
                values.add(item.value());
                plain.add(item.plain());
            }
        }
        return values.size() < list.items().size() ? null : new Bound<>(collect(values), plain);
    }

    private Object collect(List<Object> values) {
        if (arrayOf == null) {
            return List.copyOf(values);
        }
        Object array = Array.newInstance(arrayOf, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    @Override
    public String describe() {
        return "a list, each item " + element.describe();
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", element.schema(definitions));
        return schema;
    }
}
