package io.flatness.core.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads typed fields out of one mapping and reports what does not fit. */
final class Fields {
    private final YamlMap map;
    private final String owner;
    private final Findings findings;

    Fields(YamlMap map, String owner, Findings findings) {
        this.map = map;
        this.owner = owner;
        this.findings = findings;
    }

    Mark markOf(String key) {
        YamlNode node = map.get(key);
        return node == null ? map.mark() : node.mark();
    }

    @Nullable
    YamlNode node(String key) {
        return map.get(key);
    }

    boolean has(String key) {
        return map.get(key) != null;
    }

    void allowOnly(List<String> keys) {
        map.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                findings.add(entry.keyMark(), owner + " has no key " + key + DidYouMean.hint(key, keys));
            }
        });
    }

    Optional<String> text(String key) {
        YamlNode node = map.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlScalar scalar
                && !scalar.isNull()
                && scalar.asBoolean().isEmpty()) {
            return Optional.of(scalar.text());
        }
        wrong(node, key, "a text");
        return Optional.empty();
    }

    Optional<String> oneOf(String key, List<String> allowed) {
        Optional<String> text = text(key);
        if (text.isPresent() && !allowed.contains(text.get())) {
            findings.add(markOf(key), key + " is " + text.get() + DidYouMean.hint(text.get(), allowed));
            return Optional.empty();
        }
        return text;
    }

    @Nullable
    Long integer(String key, long min, long max) {
        YamlNode node = map.get(key);
        if (node == null) {
            return null;
        }
        if (node instanceof YamlScalar scalar && scalar.asLong().isPresent()) {
            long value = scalar.asLong().getAsLong();
            if (value >= min && value <= max) {
                return value;
            }
            findings.add(node.mark(), key + " is " + value + "; allowed: " + min + " to " + max);
        } else {
            wrong(node, key, "an integer");
        }
        return null;
    }

    Optional<Double> number(String key, boolean infinityAllowed) {
        YamlNode node = map.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlScalar scalar) {
            if (scalar.asDouble().isPresent()) {
                return Optional.of(scalar.asDouble().getAsDouble());
            }
            if (infinityAllowed && scalar.text().equals("Infinity")) {
                return Optional.of(Double.POSITIVE_INFINITY);
            }
            if (infinityAllowed && scalar.text().equals("-Infinity")) {
                return Optional.of(Double.NEGATIVE_INFINITY);
            }
        }
        wrong(node, key, infinityAllowed ? "a number, Infinity or -Infinity" : "a finite number");
        return Optional.empty();
    }

    Optional<Boolean> truth(String key) {
        YamlNode node = map.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlScalar scalar && scalar.asBoolean().isPresent()) {
            return scalar.asBoolean();
        }
        wrong(node, key, "true or false");
        return Optional.empty();
    }

    /** The items of a list; an absent key is an empty list. */
    List<YamlNode> list(String key) {
        YamlNode node = map.get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof YamlList list) {
            return list.items();
        }
        wrong(node, key, "a list");
        return List.of();
    }

    /** A list of texts, or {@code null} when the key is absent. */
    @Nullable
    List<YamlScalar> texts(String key) {
        if (!has(key)) {
            return null;
        }
        List<YamlScalar> texts = new ArrayList<>();
        for (YamlNode item : list(key)) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                texts.add(scalar);
            } else {
                wrong(item, key, "a list of texts");
            }
        }
        return texts;
    }

    private void wrong(YamlNode node, String key, String wanted) {
        boolean none = node instanceof YamlScalar scalar && scalar.isNull();
        findings.add(
                node.mark(),
                none
                        ? key + " has no value; write " + wanted + " or remove the key"
                        : key + " is " + node.describe() + "; it must be " + wanted);
    }
}
