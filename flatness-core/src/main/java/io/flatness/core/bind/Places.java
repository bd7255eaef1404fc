package io.flatness.core.bind;

import io.flatness.core.spec.Mark;
import io.flatness.core.spec.YamlList;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import org.jspecify.annotations.Nullable;

/** Finds the place of a parameter that a component complains about. */
public final class Places {
    private Places() {}

    /**
     * The place of a key, as far as the file has it.
     *
     * @param path keys and indices joined by dots; empty for the node itself
     */
    public static Mark of(YamlNode node, String path) {
        YamlNode here = node;
        for (String key : path.isEmpty() ? new String[0] : path.split("[.\\[\\]]+")) {
            YamlNode inner = child(here, key);
            if (inner == null) {
                break;
            }
            here = inner;
        }
        return here.mark();
    }

    /** The place of the key with which a message begins, otherwise the node's own. */
    static Mark ofMessage(YamlNode node, @Nullable String message) {
        if (message == null || !(node instanceof YamlMap map)) {
            return node.mark();
        }
        String first = message.split("[^A-Za-z0-9_]", 2)[0];
        YamlNode value = map.get(first);
        return value == null ? node.mark() : value.mark();
    }

    private static @Nullable YamlNode child(YamlNode node, String key) {
        if (node instanceof YamlMap map) {
            return map.get(key);
        }
        if (node instanceof YamlList list && key.matches("[0-9]{1,9}")) {
            int index = Integer.parseInt(key);
            return index < list.items().size() ? list.items().get(index) : null;
        }
        return null;
    }
}
