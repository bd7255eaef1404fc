package io.flatness.core.spec;

import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in words of people what is wrong where a YAML parser gives up. */
final class YamlMistake {
    /** What the parser's reason holds, and what that comes from; the first that fits. */
    private static final List<String[]> REASONS = List.of(
            new String[] {"TAB", "a tab cannot indent a line; use spaces"},
            new String[] {
                "mapping values are not allowed",
                "a second ':' does not fit in this line; put a text that holds ': ' in quotes, or start a new line"
            },
            new String[] {"mapping keys are not allowed", "a key cannot stand here"},
            new String[] {"sequence entries are not allowed", "a '- ' cannot stand here; start a new line"},
            new String[] {
                "unknown escape",
                "there is no such escape in double quotes; write \\\\ for a backslash, or use single quotes"
            },
            new String[] {"escape sequence of", "the escape lacks hexadecimal digits: \\x1F, \\u001F"},
            new String[] {"flow sequence", "a list that begins with '[' has no ',' or ']' here"},
            new String[] {"flow mapping", "a mapping that begins with '{' has no ',' or '}' here"},
            new String[] {"quoted scalar", "a text in quotes does not end"},
            new String[] {"block scalar", "a text that begins with '|' or '>' is not written as one"},
            new String[] {"could not find expected ':'", "a key has no ':' behind it"},
            new String[] {"simple key", "a key has no ':' behind it"},
            new String[] {
                "block mapping",
                "this fits neither the keys above nor their indentation; keys of one mapping stand below each other"
            },
            new String[] {
                "block collection", "this fits no entry of the list above; entries begin with '- ', below each other"
            },
            new String[] {"alias", "aliases (*name) are not supported; write the value out"},
            new String[] {"anchor", "anchors (&name) are not supported; write the value out"},
            new String[] {"tag", "tags (!name) are not supported; write the value without it"},
            new String[] {"version", "YAML of this version is not read; remove the line %YAML"},
            new String[] {"directive", "lines that begin with '%' are not supported"});

    private YamlMistake() {}

    static String of(MarkedYAMLException e) {
        String reason = e.getContext() + ", " + e.getProblem();
        for (String[] known : REASONS) {
            if (reason.contains(known[0])) {
                return known[1];
            }
        }
        return "this cannot stand here";
    }
}
