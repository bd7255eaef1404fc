package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a mapping some of whose values stand for several into one mapping per value, in records within it too. */
final class Expansion {
    /** Combinations of one entry: every one of them is bound, and a problem's is opened. */
    private static final int MOST = 10_000;

    private final Values values;
    private final Findings findings;

    Expansion(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    /** What a written value stands for: itself alone, or several. */
    interface Values {
        /**
         * The values.
         *
         * @param name of the parameter, with those that it stands in
         */
        List<YamlNode> of(Parameter parameter, String name, YamlNode node);
    }

    /** Every combination, the last key fastest. */
    List<YamlMap> of(RecordType record, YamlMap written) {
        return expand(record, written, "");
    }

    private List<YamlMap> expand(RecordType record, YamlMap written, String prefix) {
        List<YamlMap> expanded = List.of(written);
        for (YamlMap.Entry entry : written.entries().values()) {
            Optional<Parameter> parameter = record.parameter(entry.key());
            if (parameter.isEmpty()) {
                continue;
            }
            List<YamlNode> several = new ArrayList<>();
            for (YamlNode value : values.of(parameter.get(), prefix + entry.key(), entry.value())) {
                several.addAll(inside(parameter.get(), prefix + entry.key(), value));
            }
            long count = (long) expanded.size() * several.size();
            if (count > MOST) {
                findings.add(
                        entry.keyMark(),
                        "the sweeps multiply to " + count + " combinations here; at most " + MOST
                                + " are run: sweep less, or split the experiment");
                return List.of();
            }
            List<YamlMap> multiplied = new ArrayList<>();
            for (YamlMap map : expanded) {
                several.forEach(value -> multiplied.add(map.with(entry.key(), value)));
            }
            expanded = multiplied;
        }
        return expanded;
    }

    private List<? extends YamlNode> inside(Parameter parameter, String name, YamlNode node) {
        RecordType inner = parameter.type().recordFor(node);
        return inner == null ? List.of(node) : expand(inner, (YamlMap) node, name + ".");
    }
}
