package io.flatness.analyses;

import java.util.Map;

/** What an analysis has just answered, read again for its sentence or its picture. */
final class Answer {
    private Answer() {}

    /** The value of a key that every answer of this kind has. */
    static Object of(Map<?, ?> values, String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new AssertionError("the answer has no " + key + ": " + values.keySet());
        }
        return value;
    }
}
