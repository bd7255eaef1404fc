package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names for what a sweep made of one entry: its id, and the parameters that are not the same for all of them. */
final class Labels {
    private final Map<String, Set<JsonNode>> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> varying = new LinkedHashMap<>();

    void add(String id, JsonNode parameters) {
        byId.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(parameters);
    }

    /** {@code alpha alpha=0.1}, or {@code alpha} for an entry that is not swept. */
    String of(String id, JsonNode parameters) {
        List<String> words = new ArrayList<>(List.of(id));
        for (String name : varying.computeIfAbsent(id, this::varying)) {
            JsonNode value = parameters.path(name);
            words.add(name + "=" + (value.isNumber() ? Numbers.of(value.asDouble()) : value.asText(value.toString())));
        }
        return String.join(" ", words);
    }

    private Set<String> varying(String id) {
        Set<String> names = new LinkedHashSet<>();
        Set<JsonNode> all = byId.getOrDefault(id, Set.of());
        for (JsonNode parameters : all) {
            JsonNode first = all.iterator().next();
            parameters.fieldNames().forEachRemaining(name -> {
                if (!parameters.path(name).equals(first.path(name))) {
                    names.add(name);
                }
            });
        }
        return names;
    }
}
