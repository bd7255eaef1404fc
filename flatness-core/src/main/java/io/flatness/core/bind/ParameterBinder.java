package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Mark;
import io.flatness.core.spec.YamlList;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.spi.ComponentFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the parameters of an experiment to the records of its components. */
public final class ParameterBinder {
    private ParameterBinder() {}

    /**
     * Binds one component.
     *
     * @param written its parameters, sweeps expanded
     * @return the record and its resolved parameters, or nothing when a mistake was reported
     */
    public static <P extends Record> Optional<Bound<P>> bind(
            ComponentFactory<P> factory, YamlMap written, Findings findings) {
        Bound<?> bound = new RecordType(factory.parameters()).bind(written, factory.name(), findings);
        return bound == null
                ? Optional.empty()
                : Optional.of(new Bound<>(factory.parameters().cast(bound.value()), bound.plain()));
    }

    /** The record in which every parameter has its default; nothing when one has none. */
    public static <P extends Record> Optional<P> defaults(ComponentFactory<P> factory) {
        YamlMap nothing = new YamlMap(Map.of(), Mark.of(factory.name()));
        return bind(factory, nothing, new Findings()).map(Bound::value);
    }

    /**
     * Expands sweeps: every parameter declared scalar and given a list, in records within it too, becomes one mapping
     * per value; several multiply, the last one fastest.
     */
    public static List<YamlMap> expand(ComponentFactory<?> factory, YamlMap written, Findings findings) {
        return new Expansion((parameter, name, node) -> swept(parameter, node, findings), findings)
                .of(new RecordType(factory.parameters()), written);
    }

    /**
     * Expands patterns of files: every parameter that may be one ({@link io.flatness.spi.Param#pattern}) becomes one mapping
     * per file that matches.
     *
     * @param folder that of the experiment
     */
    public static List<YamlMap> files(ComponentFactory<?> factory, YamlMap written, Path folder, Findings findings) {
        return new Expansion(
                        (parameter, name, node) ->
                                parameter.pattern() ? FilePattern.expand(node, name, folder, findings) : List.of(node),
                        findings)
                .of(new RecordType(factory.parameters()), written);
    }

    private static List<YamlNode> swept(Parameter parameter, YamlNode node, Findings findings) {
        if (!(node instanceof YamlList list) || !parameter.type().sweeps()) {
            return List.of(node);
        }
        if (list.items().isEmpty()) {
            findings.add(node.mark(), parameter.name() + " is an empty list; there is nothing to sweep");
        }
        return list.items();
    }

    /** The parameters of a component for people. */
    public static List<ParameterDescription> describe(ComponentFactory<?> factory) {
        return ParameterDescription.all(new RecordType(factory.parameters()));
    }

    /** The JSON Schema of a component's parameters; {@code $defs} holds the classes inside. */
    public static Map<String, Object> schema(ComponentFactory<?> factory) {
        SchemaDefinitions definitions = new SchemaDefinitions();
        Map<String, Object> schema =
                new LinkedHashMap<>(new RecordType(factory.parameters()).schema(definitions, Map.of(), List.of()));
        if (!definitions.all().isEmpty()) {
            schema.put("$defs", definitions.all());
        }
        return schema;
    }
}
