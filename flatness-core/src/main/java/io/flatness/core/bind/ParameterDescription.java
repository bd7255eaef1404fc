package io.flatness.core.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter for people.
 *
 * @param name its key; keys of records inside are joined by dots, variants of a type stand in brackets
 * @param type what it can be, in words
 * @param doc its description
 * @param defaultValue its default as YAML, or {@code null}
 * @param required whether it has to be given
 * @param sweeps whether a list given for it sweeps
 */
public record ParameterDescription(
        String name, String type, String doc, @Nullable String defaultValue, boolean required, boolean sweeps) {
    static List<ParameterDescription> all(RecordType record) {
        List<ParameterDescription> descriptions = new ArrayList<>();
        add(record, "", 0, descriptions);
        return descriptions;
    }

    private static void add(RecordType record, String prefix, int depth, List<ParameterDescription> descriptions) {
        for (Parameter parameter : record.parameters()) {
            String name = prefix + parameter.name();
            descriptions.add(new ParameterDescription(
                    name,
                    parameter.type().describe(),
                    parameter.doc(),
                    parameter.defaultValue(),
                    parameter.required(),
                    parameter.type().sweeps()));
            ParameterType type = parameter.type() instanceof ListType list ? list.element() : parameter.type();
            if (type instanceof ObjectType object && depth < 3) {
                object.records().forEach((variant, inner) -> {
                    String bracket = variant.isEmpty() ? "" : "[" + variant + "]";
                    add(inner, name + bracket + ".", depth + 1, descriptions);
                });
            }
        }
    }
}
