package io.flatness.analyses;

import io.flatness.spi.Invariance;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of families as results spell them. */
final class Families {
    private Families() {}

    static String label(Set<Invariance> families) {
        return families.isEmpty()
                ? "other"
                : families.stream().map(Invariance::name).collect(Collectors.joining(" + "));
    }
}
