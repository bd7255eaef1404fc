package io.flatness.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies of maps whose order is the same in every process. */
final class Ordered {
    private Ordered() {}

    /**
     * Keeps the order of maps that have one and sorts the keys of all others: the order of {@link Map#of} and of hash
     * maps may change from one process to the next, and results must not.
     */
    static Map<String, Object> copy(Map<String, Object> map) {
        boolean ordered = map instanceof LinkedHashMap || map instanceof SortedMap;
        return Collections.unmodifiableMap(
                ordered ? new LinkedHashMap<>(map) : new LinkedHashMap<>(new TreeMap<>(map)));
    }
}
