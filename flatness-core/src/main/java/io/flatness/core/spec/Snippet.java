package io.flatness.core.spec;

/** YAML that does not come from the experiment: default values. */
public final class Snippet {
    /** The place of things that are in no file. */
    public static final Mark NOWHERE = new Mark("default", 0, 0);

    private Snippet() {}

    /** Reads a snippet; every node of it is at the given place. */
    public static YamlNode read(String text, Mark mark) {
        Findings findings = new Findings();
        YamlNode node = YamlReader.readSnippet("default " + text, text, findings);
        if (node == null || !findings.isEmpty()) {
            throw new IllegalArgumentException("the default value \"" + text + "\" is not valid YAML");
        }
        return at(node, mark);
    }

    private static YamlNode at(YamlNode node, Mark mark) {
        if (node instanceof YamlScalar scalar) {
            return new YamlScalar(scalar.text(), scalar.quoted(), mark);
        }
        if (node instanceof YamlList list) {
            return new YamlList(
                    list.items().stream().map(item -> at(item, mark)).toList(), mark);
        }
        YamlMap map = new YamlMap(java.util.Map.of(), mark);
        for (YamlMap.Entry entry : ((YamlMap) node).entries().values()) {
            map = map.with(entry.key(), at(entry.value(), mark));
        }
        return map;
    }
}
