package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tells apart several sets of parameters under one id, as in a sweep: {@code alpha=0.01}. */
final class Variations {
    private final List<Map<String, String>> sets = new ArrayList<>();
    private final Set<String> differing = new LinkedHashSet<>();

    Variations(List<JsonNode> parameters) {
        Map<String, String> first = new HashMap<>();
        for (JsonNode each : parameters) {
            Map<String, String> flat = new LinkedHashMap<>();
            flatten("", each, flat);
            sets.add(flat);
        }
        Set<String> keys = new LinkedHashSet<>();
        sets.forEach(set -> keys.addAll(set.keySet()));
        for (String key : keys) {
            for (Map<String, String> set : sets) {
                String value = set.getOrDefault(key, "");
                if (!first.computeIfAbsent(key, k -> value).equals(value)) {
                    differing.add(key);
                }
            }
        }
    }

    /** The parameters of set {@code index} that are not the same in all sets; empty when all are. */
    String of(int index) {
        return String.join(
                " ",
                differing.stream()
                        .map(key -> key + "=" + sets.get(index).getOrDefault(key, "none"))
                        .toList());
    }

    /** Paths of the parameters that are not the same in all sets. */
    Set<String> differing() {
        return differing;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into);
            }
        } else if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path.isEmpty() ? "" + i : path + "." + i, node.get(i), into);
            }
        } else if (node.isNumber()) {
            into.put(path, Numbers.of(node.asDouble()));
        } else {
            into.put(path, node.isTextual() ? node.asText() : node.toString());
        }
    }
}
