package io.flatness.core.plan;

import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;

/** Tells swept problems apart by the values that differ. */
final class SweepSuffix {
    private SweepSuffix() {}

    /** {@code -value} for every parameter whose value in {@code one} is not the one written. */
    static String of(YamlMap written, YamlMap one) {
        StringBuilder suffix = new StringBuilder();
        for (YamlMap.Entry entry : written.entries().values()) {
            YamlNode value = one.get(entry.key());
            if (value instanceof YamlMap inner && entry.value() instanceof YamlMap outer) {
                suffix.append(of(outer, inner));
            } else if (value instanceof YamlScalar scalar && scalar != entry.value()) {
                suffix.append('-').append(shortened(scalar.text()));
            }
        }
        return suffix.toString();
    }

    private static String shortened(String text) {
        String name = text.substring(text.lastIndexOf('/') + 1);
        String stem = name.equals(text) && !name.matches(".*\\.[A-Za-z][A-Za-z0-9]*") ? name : stem(name);
        return stem.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
