package io.flatness.core.spec;

/** Reads YAML for tests of other packages. */
public final class YamlDocument {
    private YamlDocument() {}

    public static YamlNode read(String file, String text) {
        Findings findings = new Findings();
        YamlNode node = YamlReader.read(file, text, findings);
        findings.throwIfAny();
        if (node == null) {
            throw new AssertionError("no document");
        }
        return node;
    }
}
