package io.flatness.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    private static Object plain(String text) {
        Findings findings = new Findings();
        YamlNode node = YamlReader.read("e.yaml", text, findings);
        findings.throwIfAny();
        return node.plain();
    }

    private static List<String> findings(String text) {
        Findings findings = new Findings();
        YamlReader.read("e.yaml", text, findings);
        return assertThrows(InvalidExperimentException.class, findings::throwIfAny).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1e-3, 0.001", "1E-3, 0.001", "1.5e+3, 1500.0", "-.5, -0.5", "0.1, 0.1", "5., 5.0", "1e-400, 0.0"})
    void numbersWithAFractionOrExponentAreDoubles(String written, double value) {
        assertEquals(Map.of("x", value), plain("x: " + written));
    }

    @Test
    void exponentsOfTenAreIntegersToo() {
        assertEquals(Map.of("x", 1000L, "y", 0L, "z", -7L), plain("{x: 1e3, y: 0, z: -7}"));
    }

    @ParameterizedTest
    @CsvSource({"yes", "no", "on", "off", "y", "1_000", "0x1F", "017", "12:30:00", "2017-03-06", ".inf", ".nan", "1e400"
    })
    void everythingElseIsText(String written) {
        assertEquals(Map.of("x", written), plain("x: " + written));
    }

    @Test
    void quotedScalarsAreText() {
        assertEquals(
                Map.of("a", "3", "b", "true", "c", "", "d", "null"),
                plain("{a: '3', b: \"true\", c: '', d: \"null\"}"));
        assertEquals(Map.of("a", "3\n"), plain("a: |\n  3\n"));
    }

    @Test
    void nothingTildeAndNullAreNull() {
        Map<?, ?> map = (Map<?, ?>) plain("a:\nb: ~\nc: null\n");
        assertEquals(3, map.size());
        map.values().forEach(value -> assertNull(value));
    }

    @Test
    void everyNodeKeepsItsPlace() {
        Findings findings = new Findings();
        YamlMap root = (YamlMap) YamlReader.read("e.yaml", "a: 1\nbé:\n  - {c: 'x'}\n  -   y\n", findings);
        YamlMap.Entry b = root.entries().get("bé");
        assertEquals(new Mark("e.yaml", 2, 1), b.keyMark());
        YamlList list = (YamlList) b.value();
        assertEquals(
                new Mark("e.yaml", 3, 9),
                ((YamlMap) list.items().get(0)).get("c").mark());
        assertEquals(new Mark("e.yaml", 4, 7), list.items().get(1).mark());
        assertEquals(new Mark("e.yaml", 1, 4), root.get("a").mark());
    }

    @Test
    void allDuplicateKeysAreReportedTogether() {
        assertEquals(
                List.of(
                        "e.yaml:2:1: the key a is given twice; the first is in line 1",
                        "e.yaml:5:3: the key b is given twice; the first is in line 4"),
                findings("a: 1\na: 2\nc:\n  b: 1\n  b: 2\n"));
    }

    @Test
    void anchorsAliasesAndTagsAreRefused() {
        assertEquals(
                List.of(
                        "e.yaml:1:4: anchors (&name) are not supported; write the value out where it is needed",
                        "e.yaml:2:4: aliases (*name) are not supported; write the value out"),
                findings("a: &x 1\nb: *x\n"));
        assertEquals(
                List.of("e.yaml:1:4: tags (!name) are not supported; write the value without it"),
                findings("a: !!int 3\n"));
        assertEquals(
                List.of("e.yaml:1:4: anchors (&name) are not supported; write the value out where it is needed"),
                findings("a: &x {b: 1}\n"));
        assertEquals(
                List.of("e.yaml:1:4: anchors (&name) are not supported; write the value out where it is needed"),
                findings("a: &x [1]\n"));
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertEquals(
                List.of("e.yaml:3:1: a second document starts here; an experiment is one document"),
                findings("a: 1\n---\nb: 2\n"));
    }

    @Test
    void aSyntaxErrorHasItsPlace() {
        assertEquals(
                List.of("e.yaml:2:1: not valid YAML: a mapping that begins with '{' has no ',' or '}' here"),
                findings("a: {b: 1\n"));
        assertEquals(
                List.of("e.yaml:1:4: not valid YAML: a tab cannot indent a line; use spaces"),
                findings("a: \tb: 1\n\t- 3"));
    }

    @Test
    void depthIsBounded() {
        assertEquals(1, findings("[".repeat(100_000)).size());
        assertEquals(1, findings("a: " + "[".repeat(80) + "]".repeat(80)).size());
    }

    @Test
    void sizeIsBounded() {
        char[] many = new char[YamlReader.MAX_CHARACTERS + 1];
        Arrays.fill(many, 'x');
        assertEquals(
                List.of("e.yaml:1:1: the file has 16777217 characters; at most 16777216 are read"),
                findings(new String(many)));
    }

    @Test
    void emptyAndCommentOnlyFilesHaveNoDocument() {
        Findings findings = new Findings();
        assertNull(YamlReader.read("e.yaml", "# nothing\n", findings));
        assertEquals(0, findings.count());
    }
}
