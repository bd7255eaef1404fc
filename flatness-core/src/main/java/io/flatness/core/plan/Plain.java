package io.flatness.core.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** Plain data out of bound parameters. */
final class Plain {
    private Plain() {}

    static Map<String, Object> map(Object plain) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) plain).forEach((key, value) -> map.put((String) key, value));
        return map;
    }

    static String message(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
