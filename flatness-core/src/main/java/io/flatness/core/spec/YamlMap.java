package io.flatness.core.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping.
 *
 * @param entries by key, in the order of the file
 * @param mark where it starts
 */
public record YamlMap(Map<String, Entry> entries, Mark mark) implements YamlNode {
    /** Copies the entries, keeping their order. */
    public YamlMap {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * A key and its value.
     *
     * @param keyMark place of the key
     */
    public record Entry(String key, Mark keyMark, YamlNode value) {}

    /** The value of a key, or {@code null}. */
    public @Nullable YamlNode get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** The same without some keys. */
    public YamlMap without(Set<String> keys) {
        Map<String, Entry> rest = new LinkedHashMap<>(entries);
        rest.keySet().removeAll(keys);
        return new YamlMap(rest, mark);
    }

    /** The same with another value for a key. */
    public YamlMap with(String key, YamlNode value) {
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        Entry old = changed.get(key);
        changed.put(key, new Entry(key, old == null ? value.mark() : old.keyMark(), value));
        return new YamlMap(changed, mark);
    }

    @Override
    public String describe() {
        return "a mapping";
    }

    @Override
    public Map<String, @Nullable Object> plain() {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
        return plain;
    }
}
