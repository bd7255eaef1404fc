package io.flatness.core.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.spec.Finding;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.InvalidExperimentException;
import io.flatness.core.spec.YamlDocument;
import io.flatness.core.spec.YamlMap;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ParameterBinderTest {
    enum Which {
        LARGEST,
        BY_MAGNITUDE
    }

    sealed interface Activation permits Relu, LeakyRelu, Conv2d {}

    record Relu() implements Activation {}

    record LeakyRelu(
            @Param(doc = "slope", defaultValue = "0.01") double slope) implements Activation {
        LeakyRelu {
            if (slope < 0) {
                throw new InvalidParameterException("slope", "slope is " + slope + "; it must not be negative");
            }
        }
    }

    record Conv2d(
            @Param(doc = "channels") int channels,
            @Param(doc = "inner", optional = true) @Nullable Activation then) implements Activation {}

    /** {@code minimum} or a list of coordinates. */
    record Center(double @Nullable [] at) {
        public static Center of(String word) {
            if (!word.equals("minimum")) {
                throw new IllegalArgumentException("center is " + word + "; it must be minimum or a list of numbers");
            }
            return new Center(null);
        }

        public static Center of(List<Double> numbers) {
            return new Center(numbers.stream().mapToDouble(x -> x).toArray());
        }
    }

    record Loss(
            @Param(doc = "kind") String type,
            @Param(doc = "weight decay", defaultValue = "0") double l2) {
        public static Loss of(String type) {
            return new Loss(type, 0);
        }
    }

    static final class Width {
        final long value;

        private Width(long value) {
            this.value = value;
        }

        public static Width of(long value) {
            return new Width(value);
        }

        public static Width of(String text) {
            return new Width(text.length());
        }
    }

    record Everything(
            @Param(doc = "a number", defaultValue = "1e-3") double number,

            @Param(doc = "a boxed number", optional = true) @Nullable
            Double boxed,

            @Param(doc = "an integer", defaultValue = "3") int count,
            @Param(doc = "a long", defaultValue = "1e6") long budget,
            @Param(doc = "a flag", defaultValue = "true") boolean flag,
            @Param(doc = "a text", defaultValue = "abc") String text,

            @Param(doc = "an enum", defaultValue = "by-magnitude")
            Which which,

            @Param(doc = "a path", optional = true) @Nullable
            Path file,

            @Param(doc = "numbers", defaultValue = "[1, 2.5]")
            List<Double> numbers,

            @Param(doc = "an array", defaultValue = "[1, 2]")
            int[] layers,

            @Param(doc = "rows", defaultValue = "[[1, 2], [3]]")
            double[][] rows,

            @Param(doc = "a record", defaultValue = "{type: mse}")
            Loss loss,

            @Param(doc = "a sealed type", defaultValue = "relu")
            Activation activation,

            @Param(doc = "a shorthand", defaultValue = "minimum")
            Center center,

            @Param(doc = "an odd shorthand", defaultValue = "7")
            Width width,

            @Param(doc = "sealed list", defaultValue = "[relu, {type: leaky-relu, slope: 0.2}]")
            List<Activation> layerList,

            @Param(doc = "free", defaultValue = "{a: 1, b: [x, 2.0]}")
            Map<String, Object> free) {}

    record Needs(
            @Param(doc = "path of the data") Path file,
            @Param(doc = "rank") int rank) {
        Needs {
            if (rank < 0) {
                throw new IllegalArgumentException("rank is " + rank + "; it must not be negative");
            }
        }
    }

    record Faulty(
            @Param(doc = "x", optional = true) @Nullable String x) {
        Faulty {
            x.length();
        }
    }

    /** Keys that several components share. */
    record Effort(
            @Param(doc = "random starts", defaultValue = "4")
            int starts,

            @Param(doc = "evaluations, at least 50") int budget) {
        Effort {
            if (budget < 50) {
                throw new InvalidParameterException("budget", "budget is " + budget + "; it must be at least 50");
            }
        }
    }

    record Search(
            @Param(doc = "a radius") double radius,
            @Included Effort effort,
            @Param(doc = "a norm", defaultValue = "l2") String norm) {}

    private static <P extends Record> ComponentFactory<P> factory(Class<P> type) {
        return new ComponentFactory<>() {
            @Override
            public String name() {
                return "thing";
            }

            @Override
            public String description() {
                return "";
            }

            @Override
            public Class<P> parameters() {
                return type;
            }
        };
    }

    private static <P extends Record> Bound<P> bind(Class<P> type, String yaml) {
        Findings findings = new Findings();
        var bound = ParameterBinder.bind(factory(type), map(yaml), findings);
        findings.throwIfAny();
        return bound.orElseThrow();
    }

    private static YamlMap map(String yaml) {
        return (YamlMap) YamlDocument.read("e.yaml", yaml);
    }

    private static <P extends Record> List<String> findings(Class<P> type, String yaml) {
        return Assertions.assertThrows(InvalidExperimentException.class, () -> bind(type, yaml)).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void defaultsAreMergedAndResolved() {
        Bound<Everything> bound = bind(Everything.class, "{}");
        Everything e = bound.value();
        assertEquals(1e-3, e.number());
        assertNull(e.boxed());
        assertEquals(1_000_000L, e.budget());
        assertEquals(Which.BY_MAGNITUDE, e.which());
        assertArrayEquals(new int[] {1, 2}, e.layers());
        assertArrayEquals(new double[] {3}, e.rows()[1]);
        assertEquals(new LeakyRelu(0.2), e.layerList().get(1));
        assertEquals(7, e.width().value);
        assertEquals(
                "{number=0.001, count=3, budget=1000000, flag=true, text=abc, which=by-magnitude, numbers=[1.0, 2.5],"
                        + " layers=[1, 2], rows=[[1.0, 2.0], [3.0]], loss={type=mse, l2=0.0}, activation={type=relu},"
                        + " center=minimum, width=7, layerList=[{type=relu}, {type=leaky-relu, slope=0.2}],"
                        + " free={a=1, b=[x, 2.0]}}",
                bound.plain().toString());
    }

    @Test
    void includedParametersStandAmongThoseOfTheirOwner() {
        Bound<Search> bound = bind(Search.class, "{radius: 1, budget: 100}");
        assertEquals(new Search(1, new Effort(4, 100), "l2"), bound.value());
        assertEquals(
                "{radius=1.0, starts=4, budget=100, norm=l2}", bound.plain().toString());
        assertEquals(
                List.of("radius", "starts", "budget", "norm"),
                ParameterBinder.describe(factory(Search.class)).stream()
                        .map(ParameterDescription::name)
                        .toList());
        Map<String, Object> schema = ParameterBinder.schema(factory(Search.class));
        assertEquals(
                "[radius, starts, budget, norm]",
                ((Map<?, ?>) schema.get("properties")).keySet().toString());
        assertEquals(List.of("radius", "budget"), schema.get("required"));
        Findings findings = new Findings();
        List<YamlMap> swept =
                ParameterBinder.expand(factory(Search.class), map("{radius: 1, budget: [50, 60]}"), findings);
        assertEquals(2, swept.size());
    }

    @Test
    void mistakesInIncludedParametersAreThoseOfTheirOwner() {
        assertEquals(
                List.of("e.yaml:1:21: budget is 7; it must be at least 50"),
                findings(Search.class, "{radius: 1, budget: 7}"));
        assertEquals(
                List.of(
                        "e.yaml:1:1: thing needs radius (a radius)",
                        "e.yaml:1:1: thing needs budget (evaluations, at least 50)"),
                findings(Search.class, "{}"));
        assertEquals(
                List.of(
                        "e.yaml:1:2: thing has no parameter effort; allowed: radius, starts, budget, norm",
                        "e.yaml:1:32: budget is the text \"x\"; it must be an integer"),
                findings(Search.class, "{effort: 1, radius: 1, budget: 'x'}"));
    }

    record Careless(@Included int effort) {}

    @Test
    void onlyRecordsCanBeIncluded() {
        assertEquals(
                "the included parameters effort are of type int; it must be a record",
                Assertions.assertThrows(IllegalArgumentException.class, () -> bind(Careless.class, "{}"))
                        .getMessage());
    }

    @Test
    void everythingThatIsDocumentedBinds() {
        Everything e = bind(Everything.class, """
                        number: 3
                        boxed: -1e-3
                        count: 1e3
                        flag: false
                        text: 2017
                        file: a/b.onnx
                        numbers: []
                        loss: cross-entropy
                        activation: {type: conv2d, channels: 4, then: leaky-relu}
                        center: [1, -2]
                        width: abcd
                        """).value();
        assertEquals(3.0, e.number());
        assertEquals(-1e-3, e.boxed());
        assertEquals(1000, e.count());
        assertEquals("2017", e.text());
        assertEquals(Path.of("a/b.onnx"), e.file());
        assertEquals(new Loss("cross-entropy", 0), e.loss());
        assertEquals(new Conv2d(4, new LeakyRelu(0.01)), e.activation());
        assertArrayEquals(new double[] {1, -2}, e.center().at());
        assertEquals(4, e.width().value);
    }

    @Test
    void theSilentTrapsOfYamlAreRefused() {
        assertEquals(
                List.of(
                        "e.yaml:1:9: number is 1e400, which is too large for a double",
                        "e.yaml:2:8: count is the number 3.7; it must be an integer",
                        "e.yaml:3:9: budget is the text \"3\"; it must be an integer",
                        "e.yaml:4:7: flag is the text \"yes\"; it must be true or false",
                        "e.yaml:5:7: text is the boolean true; it must be a text",
                        "e.yaml:6:8: which has no value; it must be one of largest, by-magnitude",
                        "e.yaml:7:10: numbers is the number 1; it must be a list, each item a finite number",
                        "e.yaml:8:13: layers[1] is the number 2.0; it must be an integer",
                        "e.yaml:9:8: boxed has no value; it must be a finite number"),
                findings(Everything.class, """
                        number: 1e400
                        count: 3.7
                        budget: '3'
                        flag: yes
                        text: true
                        which: ~
                        numbers: 1
                        layers: [1, 2.0]
                        boxed: null
                        """));
    }

    @Test
    void numbersOutOfRangeSayTheRange() {
        assertEquals(
                List.of(
                        "e.yaml:1:9: count is 3000000000; it must be an integer from -2147483648 to 2147483647",
                        "e.yaml:1:29: number is the text \".nan\"; it must be a finite number",
                        "e.yaml:1:43: budget is the number 99999999999999999999; it must be an integer"),
                findings(Everything.class, "{count: 3000000000, number: .nan, budget: 99999999999999999999}"));
    }

    @Test
    void unknownKeysAndWordsComeWithASuggestion() {
        assertEquals(
                List.of(
                        "e.yaml:1:1: thing has no parameter cuont; did you mean count? (allowed: number, boxed, count,"
                                + " budget, flag, text, which, file, numbers, layers, rows, loss, activation, center,"
                                + " width, layerList, free)",
                        "e.yaml:2:8: which is bymagnitude; did you mean by-magnitude? (allowed: largest, by-magnitude)",
                        "e.yaml:3:20: activation.type is leakyrelu; did you mean leaky-relu? (allowed: relu,"
                                + " leaky-relu, conv2d)"),
                findings(Everything.class, "cuont: 3\nwhich: bymagnitude\nactivation: {type: leakyrelu, slope: 3}\n"));
        assertEquals(
                List.of("e.yaml:1:13: activation is rleu; did you mean relu? (allowed: relu, leaky-relu, conv2d)"),
                findings(Everything.class, "activation: rleu"));
    }

    @Test
    void missingKeysAndRefusedRecordsHaveTheirPlace() {
        assertEquals(
                List.of("e.yaml:1:1: thing needs file (path of the data)", "e.yaml:1:1: thing needs rank (rank)"),
                findings(Needs.class, "{}"));
        assertEquals(
                List.of("e.yaml:2:7: rank is -1; it must not be negative"),
                findings(Needs.class, "file: x\nrank: -1\n"));
        assertEquals(
                List.of("e.yaml:1:39: slope is -1.0; it must not be negative"),
                findings(Everything.class, "activation: {type: leaky-relu, slope: -1}"));
        assertEquals(
                List.of("e.yaml:1:9: center is here; it must be minimum or a list of numbers"),
                findings(Everything.class, "center: here"));
        assertEquals(
                List.of("e.yaml:1:13: activation has no type; allowed: relu, leaky-relu, conv2d"),
                findings(Everything.class, "activation: {slope: 1}"));
    }

    @Test
    void aFaultOfAComponentIsCalledOne() {
        List<String> findings = findings(Faulty.class, "{}");
        assertEquals(1, findings.size());
        assertTrue(
                findings.get(0).startsWith("e.yaml:1:1: thing was refused by a fault in its component: java.lang.Null"),
                findings.get(0));
    }

    @Test
    void scalarsGivenAListSweepAndMultiplyInTheOrderOfTheFile() {
        YamlMap written = map("""
                which: [largest, by-magnitude]
                numbers: [1, 2]
                loss: {type: mse, l2: [0, 1]}
                center: [3, 4]
                layers: [5]
                """);
        List<String> expanded = ParameterBinder.expand(factory(Everything.class), written, new Findings()).stream()
                .map(map -> map.plain().toString())
                .toList();
        assertEquals(
                List.of(
                        "{which=largest, numbers=[1, 2], loss={type=mse, l2=0}, center=[3, 4], layers=[5]}",
                        "{which=largest, numbers=[1, 2], loss={type=mse, l2=1}, center=[3, 4], layers=[5]}",
                        "{which=by-magnitude, numbers=[1, 2], loss={type=mse, l2=0}, center=[3, 4], layers=[5]}",
                        "{which=by-magnitude, numbers=[1, 2], loss={type=mse, l2=1}, center=[3, 4], layers=[5]}"),
                expanded);
    }

    @Test
    void sealedTypesSweepTooWithShorthandsAndMappings() {
        YamlMap written = map("activation: [relu, {type: leaky-relu, slope: [0.1, 0.2]}]");
        assertEquals(
                3,
                ParameterBinder.expand(factory(Everything.class), written, new Findings())
                        .size());
    }

    @Test
    void anEmptySweepIsRefused() {
        Findings findings = new Findings();
        ParameterBinder.expand(factory(Everything.class), map("count: []"), findings);
        assertEquals(
                "e.yaml:1:8: count is an empty list; there is nothing to sweep",
                Assertions.assertThrows(InvalidExperimentException.class, findings::throwIfAny)
                        .getMessage());
    }

    @Test
    void descriptionsReachIntoRecordsAndVariants() {
        List<String> described = ParameterBinder.describe(factory(Everything.class)).stream()
                .map(p -> p.name() + ": " + p.type() + (p.defaultValue() == null ? "" : " = " + p.defaultValue()))
                .toList();
        assertTrue(described.contains("count: an integer = 3"), described.toString());
        assertTrue(described.contains("loss.l2: a finite number = 0"), described.toString());
        assertTrue(described.contains("activation[leaky-relu].slope: a finite number = 0.01"), described.toString());
        assertTrue(
                described.contains("activation: a mapping with a type, one of relu, leaky-relu, conv2d = relu"),
                described.toString());
    }

    @Test
    void theSchemaAllowsSweepsAndNamesItsDefinitions() {
        Map<String, Object> schema = ParameterBinder.schema(factory(Everything.class));
        assertEquals(false, schema.get("additionalProperties"));
        assertEquals(List.of(), schema.get("required"));
        String text = io.flatness.core.plan.Canonical.json(schema);
        assertTrue(text.contains("\"enum\":[\"largest\",\"by-magnitude\"]"), text);
        assertTrue(text.contains("#/$defs/" + Activation.class.getName()), text);
        assertEquals(
                List.of("file", "rank"),
                ParameterBinder.schema(factory(Needs.class)).get("required"));
    }
}
