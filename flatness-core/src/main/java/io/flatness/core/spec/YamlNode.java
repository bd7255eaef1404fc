package io.flatness.core.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of an experiment file, with its place. */
public sealed interface YamlNode permits YamlMap, YamlList, YamlScalar {
    /** Where it starts. */
    Mark mark();

    /** What it is, for messages: {@code a list}, {@code the text "abc"}. */
    String describe();

    /** As plain Java: maps, lists, strings, booleans, {@link Long} and {@link Double}. */
    @Nullable
    Object plain();

    /** The node of a plain Java value, every part of it at the same place. */
    static YamlNode of(@Nullable Object value, Mark mark) {
        if (value instanceof Map<?, ?> map) {
            Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
            map.forEach((key, item) ->
                    entries.put(String.valueOf(key), new YamlMap.Entry(String.valueOf(key), mark, of(item, mark))));
            return new YamlMap(entries, mark);
        }
        if (value instanceof Iterable<?> items) {
            List<YamlNode> nodes = new ArrayList<>();
            items.forEach(item -> nodes.add(of(item, mark)));
            return new YamlList(nodes, mark);
        }
        if (value != null && value.getClass().isArray()) {
            List<YamlNode> nodes = new ArrayList<>();
            for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
                nodes.add(of(java.lang.reflect.Array.get(value, i), mark));
            }
            return new YamlList(nodes, mark);
        }
        boolean quoted = !(value == null || value instanceof Number || value instanceof Boolean);
        return new YamlScalar(String.valueOf(value), quoted, mark);
    }
}
