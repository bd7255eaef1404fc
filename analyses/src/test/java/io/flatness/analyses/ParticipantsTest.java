package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Analyses of several problems, some of which cannot be asked. */
class ParticipantsTest {
    private static final String DATA =
            "data: {type: random, samples: 20, features: 4, classes: 3}, test: {type: random, samples: 30, features: 4,"
                    + " classes: 3}, loss: cross-entropy}\n";
    private static List<JsonNode> analyses = List.of();

    @BeforeAll
    static void run(@TempDir Path folder) {
        JsonNode results = Experiments.run(folder, "name: mixed\nseed: 2\nproblems:\n"
                + "  - {id: narrow, type: network, model: {layers: [4, 3, 3], activation: relu}, " + DATA
                + "  - {id: valley, type: quadratic, eigenvalues: [2, 1], at: [0, 0]}\n"
                + "  - {id: wide, type: network, model: {layers: [4, 6, 3], activation: relu}, " + DATA
                + "  - {id: smooth, type: network, model: {layers: [4, 5, 3], activation: tanh}, " + DATA
                + "  - {id: linear, type: network, model: {layers: [4, 3]}, " + DATA
                + """
                metrics:
                  - {id: trace, type: hessian-trace}
                  - {id: input, type: input-gradient-norm}
                  - {id: sharp, type: epsilon-sharpness, epsilon: 0.01, starts: 1, budget: 200}
                analyses:
                  - {id: study, type: correlation, resamples: 100, draws: 3}
                  - {id: flip, type: rank-flip, metric: input}
                  - {id: order, type: rank-perturbation, metric: trace}
                  - {id: inputs, type: representation-ranking, metric: input, representations: [input-standardization]}
                  - {id: zero, type: section-4-3, metric: sharp}
                  - {id: envelope, type: orbit-envelope, metric: trace}
                  - {id: pair, type: rank-flip, metric: input, problems: [valley, wide]}
                  - {id: alone, type: rank-flip, metric: trace, problems: [wide]}
                """);
        List<JsonNode> found = new ArrayList<>();
        results.get("analyses").forEach(found::add);
        analyses = found;
    }

    private static List<JsonNode> of(String id) {
        return analyses.stream()
                .filter(entry -> entry.get("id").asText().equals(id))
                .toList();
    }

    private static void assertAbsent(JsonNode entry, String problem, String reason) {
        assertEquals(problem, entry.get("problem").asText());
        assertEquals("not-applicable", entry.get("status").asText());
        assertEquals(reason, entry.get("reason").asText());
    }

    @Test
    void nothingFailsBecauseOneProblemCannotBeAsked() {
        for (JsonNode entry : analyses) {
            if (!entry.get("id").asText().equals("alone")) {
                assertTrue(!entry.get("status").asText().equals("failed"), entry.toPrettyString());
            }
        }
    }

    @Test
    void correlationIsThatOfTheNetworksWithAGap() {
        List<JsonNode> study = of("study");
        assertEquals(2, study.size());
        assertEquals(4, study.get(0).get("networks").asInt());
        assertTrue(study.get(0).get("gaps").get(2).has("notRewritten"), "tanh is written in one way alone");
        JsonNode input = study.get(0).get("metrics").get(1);
        assertEquals(0, input.get("largestChange").asDouble(), 1e-12);
        assertAbsent(
                study.get(1), "valley", "a generalization gap needs test data; problem valley has none (key test)");
    }

    @Test
    void everyPairIsCompared() {
        List<JsonNode> flips = of("flip");
        assertEquals(7, flips.size());
        List<String> pairs = new ArrayList<>();
        flips.subList(0, 6).forEach(flip -> pairs.add(flip.get("problems").toString()));
        assertEquals(
                List.of(
                        "[\"narrow\",\"wide\"]",
                        "[\"narrow\",\"smooth\"]",
                        "[\"narrow\",\"linear\"]",
                        "[\"wide\",\"smooth\"]",
                        "[\"wide\",\"linear\"]",
                        "[\"smooth\",\"linear\"]"),
                pairs);
        assertEquals("valley", flips.get(6).get("problem").asText());
    }

    @Test
    void tooFewAreAnAnswerWhereSomeAreAbsentAndAMistakeWhereNoneIs() {
        JsonNode pair = of("pair").get(0);
        assertEquals("not-applicable", pair.get("status").asText());
        assertEquals(
                "rank-flip needs at least 2 problems; here is 1: [wide]",
                pair.get("reason").asText());
        assertEquals("failed", of("alone").get(0).get("status").asText());
    }

    @Test
    void curvaturesAndRankingsAreThoseOfTheOthers() {
        JsonNode order = of("order").get(0);
        assertEquals(5, order.get("minima").size());
        assertEquals(0, order.get("largestError").asDouble(), 1e-6);
        List<JsonNode> inputs = of("inputs");
        assertEquals(4, inputs.get(0).get("rankings").get(0).get("order").size());
        assertEquals("valley", inputs.get(1).get("problem").asText());
    }

    @Test
    void answersOfSingleProblemsComeOneByOne() {
        List<String> zero =
                of("zero").stream().map(entry -> entry.get("status").asText()).toList();
        assertEquals(List.of("measured", "not-applicable", "measured", "not-applicable", "not-applicable"), zero);
        List<String> envelope =
                of("envelope").stream().map(entry -> entry.get("status").asText()).toList();
        assertEquals(List.of("measured", "not-applicable", "measured", "not-applicable", "not-applicable"), envelope);
    }
}
