package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as JSON: infinities are strings, NaN does not exist. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String INFINITY = "Infinity";

    private static final int DEEPEST = 50;
    private static final long MOST = 2_000_000;

    private final String root;
    private long values;

    private Json(String root) {
        this.root = root;
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    /**
     * What a component answered, or its parameters.
     *
     * @param answer in an order that does not change from one process to the next; maps inside it are sorted by key
     *     unless they have an order, since that of {@link Map#of} does change
     * @param name what it is, for the message
     * @throws IllegalArgumentException for NaN and for types that have no JSON
     */
    static ObjectNode ordered(Map<String, ?> answer, String name) {
        return (ObjectNode) of(new LinkedHashMap<>(answer), name);
    }

    /** The same for a map of unknown order. */
    static ObjectNode any(Map<String, ?> answer, String name) {
        return (ObjectNode) of(answer, name);
    }

    private static JsonNode of(Object value, String name) {
        return new Json(name).of(value, name, 0);
    }

    private JsonNode of(@Nullable Object value, String name, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    root + " is nested deeper than " + DEEPEST + " levels, or contains itself");
        }
        values += value instanceof CharSequence text ? 1 + text.length() / Double.BYTES : 1;
        requireFewer(0);
        if (value instanceof Map<?, ?> map) {
            return object(map, name, depth);
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = NODES.arrayNode();
            for (Object item : items) {
                array.add(of(item, name, depth + 1));
            }
            return array;
        }
        if (value != null && value.getClass().isArray()) {
            return array(value, name, depth);
        }
        return scalar(value, name);
    }

    private ObjectNode object(Map<?, ?> map, String name, int depth) {
        boolean hasOrder = map instanceof LinkedHashMap || map instanceof SortedMap;
        Map<String, @Nullable Object> entries = hasOrder ? new LinkedHashMap<>() : new TreeMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            requireFewer(entries.size());
            entries.put(String.valueOf(entry.getKey()), entry.getValue());
        }
        ObjectNode object = object();
        entries.forEach((key, item) -> object.set(key, of(item, name + "." + key, depth + 1)));
        return object;
    }

    private ArrayNode array(Object value, String name, int depth) {
        ArrayNode array = NODES.arrayNode();
        // An array of numbers is as large as it is; only what is made while it is read can be endless.
        boolean numbers = value.getClass().getComponentType().isPrimitive();
        for (int i = 0; i < Array.getLength(value); i++) {
            String place = name + "[" + i + "]";
            array.add(numbers ? scalar(Array.get(value, i), place) : of(Array.get(value, i), place, depth + 1));
        }
        return array;
    }

    private static JsonNode scalar(@Nullable Object value, String name) {
        if (value instanceof Boolean b) {
            return BooleanNode.valueOf(b);
        }
        if (value instanceof Double || value instanceof Float) {
            return number(((Number) value).doubleValue(), name);
        }
        if (value instanceof Number number) {
            return LongNode.valueOf(number.longValue());
        }
        if (value instanceof CharSequence text) {
            return TextNode.valueOf(text.toString());
        }
        throw new IllegalArgumentException(name + " is "
                + (value == null ? "null" : "a " + value.getClass().getName())
                + "; results hold numbers, booleans, texts, arrays, lists and maps");
    }

    private void requireFewer(int more) {
        if (values + more > MOST) {
            throw new IllegalArgumentException(root + " holds more than " + MOST + " values");
        }
    }

    static JsonNode number(double value, String name) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(name + " is not a number");
        }
        return Double.isInfinite(value) ? TextNode.valueOf(String.valueOf(value)) : DoubleNode.valueOf(value);
    }

    /** A number that may be infinite; empty for anything else. */
    static OptionalDouble number(@Nullable JsonNode node) {
        if (node != null && node.isNumber()) {
            return OptionalDouble.of(node.doubleValue());
        }
        if (node != null && node.isTextual() && node.textValue().endsWith(INFINITY)) {
            boolean negative = node.textValue().startsWith("-");
            return OptionalDouble.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return OptionalDouble.empty();
    }

    /** Back to plain Java; an array of numbers alone becomes {@code double[]}. */
    static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            double[] numbers = numbers(node);
            if (numbers != null) {
                return numbers;
            }
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        OptionalDouble number = number(node);
        return number.isPresent() ? (Object) number.getAsDouble() : node.asText();
    }

    private static double @Nullable [] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            OptionalDouble number = number(array.get(i));
            if (number.isEmpty()) {
                return null;
            }
            numbers[i] = number.getAsDouble();
        }
        return numbers;
    }
}
