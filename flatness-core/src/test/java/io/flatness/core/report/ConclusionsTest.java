package io.flatness.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.Experiments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences at the end of the results. */
class ConclusionsTest {
    @TempDir
    private Path folder;

    private List<String> findings(String yaml) throws IOException {
        Experiments experiments = new Experiments(folder);
        experiments.run(yaml, "out");
        JsonNode results = new ObjectMapper().readTree(experiments.text("out/results.json"));
        List<String> names = new ArrayList<>();
        results.fieldNames().forEachRemaining(names::add);
        assertEquals("findings", names.get(names.size() - 1), "they end the file");
        List<String> lines = new ArrayList<>();
        results.path("findings")
                .forEach(each -> lines.add(
                        each.path("level").asText() + " " + each.path("verdict").asText() + " "
                                + each.path("subject").asText() + ": "
                                + each.path("text").asText()));
        return lines;
    }

    @Test
    void whatIsBrokenComesFirstAndEveryMetricHasItsSentence() throws IOException {
        assertEquals(
                List.of(
                        "broken expectation-failed expect: expected trace < 0 on q under identity, but it is 3.0",
                        "broken failed q: bad way=fail failed at 4 points",
                        "caution refused q: s factor=13 is refused: 13 is refused by this architecture",
                        "info same-function q: the function is the same at 3 transformed points, to the last bit",
                        "info moves q: trace moves from 0.03 to 300, a factor of 10000",
                        "caution infinite q: bad way=infinite is infinite at every point: it cannot tell the points apart",
                        "caution parameters-not-function q: the function did not change and trace did: what they say at"
                                + " one point is about its parameters, not about the function alone"),
                findings("""
                        name: sentences
                        problems: [{id: q, type: test-quadratic, diagonal: [1, 2], at: [1, 1]}]
                        transforms: [{id: s, type: test-scaling, factor: [0.1, 10, 1, 13]}]
                        metrics:
                          - {id: trace, type: test-trace}
                          - {id: bad, type: test-trace, way: [fail, infinite, undefined, not-applicable]}
                        analyses: [{id: r, type: test-ratio, metric: trace}]
                        expect: [{metric: trace, problem: q, transform: identity, op: "<", value: 0}]
                        """));
    }

    @Test
    void aSinglePointIsSaidWithItsKind() throws IOException {
        assertEquals(
                List.of("info expectations-hold expect: the one expectation holds", "info measured q: trace is 3"),
                findings("""
                        name: one
                        problems: [{id: q, type: test-quadratic, diagonal: [1, 2], at: [1, 1]}]
                        metrics: [{id: trace, type: test-trace}]
                        expect: [{metric: trace, op: ">", value: 0}]
                        """));
    }

    @Test
    void differencesWithinRoundingOrStandardErrorAreNoMovement() throws IOException {
        String point = """
                {"problem": "mlp", "transform": "%s", "transformParameters": {}, "status": "measured", "loss": 1,
                 "preservation": {"relative": 0, "holds": true, "bitwise": true}, "measurements": [
                  {"metric": "info", "parameters": {}, "status": "measured", "kind": "exact", "value": %s},
                  {"metric": "guess", "parameters": {}, "status": "measured", "kind": "estimate", "value": %s,
                   "standardError": 0.5},
                  {"metric": "sure", "parameters": {}, "status": "measured", "kind": "estimate", "value": %s,
                   "standardError": 0.01},
                  {"metric": "volume", "parameters": {}, "status": "measured", "kind": "exact", "value": %s,
                   "scale": "logarithmic"}]}
                """;
        JsonNode results = new ObjectMapper()
                .readTree("{\"problems\": [{\"id\": \"mlp\"}], \"points\": ["
                        + point.formatted("identity", 2.0, 10, 10, -7) + ","
                        + point.formatted("perm", 2.000001, 11, 11, -2) + "]}");

        List<String> texts = new ProblemConclusions(
                        results.path("problems").path(0), results, measurement -> java.util.Optional.empty())
                .all().stream().map(about -> about.finding().text()).toList();

        assertEquals(
                List.of(
                        "the function is the same at 1 transformed point, to the last bit",
                        "info is the same at every point: 2",
                        "guess is the same at every point as far as its standard error tells: 10 to 11",
                        "sure moves from 10 to 11, by 10 %",
                        "log volume moves from -7 to -2, its exponential by a factor of e^5",
                        "the function did not change and sure, log volume did: what they say at one point is about its"
                                + " parameters, not about the function alone"),
                texts);
    }
}
