package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum, its constants in kebab-case. */
record EnumType(Map<String, Object> constants) implements ParameterType {
    static EnumType of(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(KebabCase.ofConstant(((Enum<?>) constant).name()), constant);
        }
        return new EnumType(constants);
    }

    @Override
    public @Nullable Bound<?> bind(YamlNode node, String name, Findings findings) {
        if (!(node instanceof YamlScalar scalar) || scalar.isNull()) {
            return refuse(node, name, findings);
        }
        Object constant = constants.get(scalar.text());
        if (constant == null) {
            ParameterType.refuseWord(node, name, scalar.text(), constants.keySet(), findings);
            return null;
        }
        return new Bound<>(constant, scalar.text());
    }

    @Override
    public boolean sweeps() {
        return true;
    }

    @Override
    public String describe() {
        return "one of " + String.join(", ", constants.keySet());
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return Map.of("enum", List.copyOf(constants.keySet()));
    }
}
