package io.flatness.core.spec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence.
 *
 * @param items its items
 * @param mark where it starts
 */
public record YamlList(List<YamlNode> items, Mark mark) implements YamlNode {
    /** Copies the items. */
    public YamlList {
        items = List.copyOf(items);
    }

    @Override
    public String describe() {
        return "a list";
    }

    @Override
    public List<@Nullable Object> plain() {
        List<@Nullable Object> plain = new ArrayList<>(items.size());
        items.forEach(item -> plain.add(item.plain()));
        return plain;
    }
}
