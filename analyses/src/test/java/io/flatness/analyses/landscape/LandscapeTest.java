package io.flatness.analyses.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.Flatness;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.RunListener;
import io.flatness.reference.Experiments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slices of surfaces that are known everywhere. */
class LandscapeTest {
    private static final String NETWORK = """
              - id: net
                type: network
                model: {layers: [64, 5, 10], activation: relu, bias: true}
                data: {type: digits, samples: 30}
                loss: cross-entropy
            """;

    @TempDir
    private Path folder;

    private int runs;

    private JsonNode run(String problems, String transforms, String landscape) {
        return Experiments.run(
                subfolder(),
                "name: slices\nseed: 7\nproblems:\n" + problems
                        + (transforms.isEmpty() ? "" : "transforms:\n" + transforms)
                        + "analyses:\n  - {id: view, type: landscape, " + landscape + "}\n");
    }

    private JsonNode slice(String problems, String transforms, String landscape) {
        return Experiments.analysis(run(problems, transforms, landscape));
    }

    private Path subfolder() {
        try {
            return Files.createDirectory(folder.resolve("run-" + runs++));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }

    @Test
    void theLossOfAQuadraticAlongItsEigenvectorsIsHalfLambdaTSquared() {
        JsonNode view = slice(
                "  - {id: bowl, type: quadratic, eigenvalues: [0.25, 9, 1, 0.01]}\n",
                "",
                "directions: eigenvectors, points: 5, span: 2");
        JsonNode slice = view.get("slices").get(0);
        assertEquals(9, slice.get("curvatures").get(0).asDouble(), 1e-9);
        assertEquals(1, slice.get("curvatures").get(1).asDouble(), 1e-9);
        for (int j = 0; j < 5; j++) {
            for (int i = 0; i < 5; i++) {
                double x = view.get("grid").get("x").get(i).asDouble();
                double y = view.get("grid").get("y").get(j).asDouble();
                assertEquals(i - 2.0, x);
                // 1e-6: the residual asked of the eigenvectors
                assertEquals(
                        4.5 * x * x + 0.5 * y * y,
                        number(view.get("grid").get("loss").get(j).get(i)),
                        2e-5);
            }
        }
    }

    @Test
    void randomDirectionsOfAPlainFunctionHaveLengthOneAndTheCurvatureOfTheHessian() {
        JsonNode view = slice(
                "  - {id: bowl, type: quadratic, eigenvalues: [1, 4, 16]}\n",
                "",
                "dimensions: 1, points: 3, span: 0.5");
        JsonNode slice = view.get("slices").get(0);
        assertEquals(1, slice.get("lengths").get(0).asDouble(), 1e-15);
        double curvature = slice.get("curvatures").get(0).asDouble();
        assertTrue(curvature >= 1 && curvature <= 16, slice.toPrettyString());
        assertEquals(0.125 * curvature, view.get("grid").get("loss").get(0).asDouble(), 1e-14);
        assertEquals(0.125 * curvature, view.get("grid").get("loss").get(2).asDouble(), 1e-14);
    }

    /** Figure 1: (x² − 1)² at 1 has the width √(1 + √ε) − √(1 − √ε), and rises to (1.3² − 1)² within 0.3. */
    @Test
    void bothReadoutsOfALineAreThoseOfTheClosedForm() {
        JsonNode slice = slice(
                        "  - {id: well, type: analytic, surface: double-well, at: [1]}\n",
                        "",
                        "directions: parameters, parameters: [0], window: [-1.6, 1.6], level: 0.25, radius: 0.3")
                .get("slices")
                .get(0);
        assertEquals(Math.sqrt(1.5) - Math.sqrt(0.5), slice.get("width").asDouble(), 1e-12);
        assertTrue(slice.get("closed").asBoolean());
        assertEquals(0.4761, slice.get("rise").asDouble(), 1e-12);
        assertEquals(0.4761, slice.get("sharpness").asDouble(), 1e-12);
    }

    @Test
    void anIntervalThatLeavesTheWindowIsNotClosed() {
        JsonNode slice = slice(
                        "  - {id: well, type: analytic, surface: double-well, at: [1]}\n",
                        "",
                        "directions: parameters, parameters: [0], window: [0.5, 1.6], level: 0.9")
                .get("slices")
                .get(0);
        assertFalse(slice.get("closed").asBoolean());
        assertEquals(0.5, slice.get("interval").get(0).asDouble());
    }

    /** Filters scale with their layer, and so do directions that are as long: the very same points are evaluated. */
    @Test
    void filterNormalizedSlicesDoNotSeeARescalingOfLayersAndOthersDo() {
        String powers = "  - {id: alpha, type: layer-rescaling, layers: [0, 1], alpha: [0.0625, 32]}\n";
        JsonNode results = run(NETWORK, powers, "transform: alpha, points: 5");
        JsonNode view = Experiments.analysis(results);
        for (String name : new String[] {"loss alpha alpha=0.0625", "loss alpha alpha=32"}) {
            assertEquals(view.get("grid").get("loss"), view.get("grid").get(name), name);
        }
        assertTrue(
                verdicts(results).contains("same-slice") && !verdicts(results).contains("other-slice"));

        JsonNode without = run(NETWORK, powers, "transform: alpha, points: 5, normalize: none");
        JsonNode plain = Experiments.analysis(without);
        assertFalse(plain.get("grid").get("loss").equals(plain.get("grid").get("loss alpha alpha=32")));
        assertTrue(
                verdicts(without).contains("other-slice") && !verdicts(without).contains("same-slice"));
    }

    private static List<String> verdicts(JsonNode results) {
        return results.get("findings").findValuesAsText("verdict");
    }

    /** Units by themselves: a filter of the next layer mixes units, and keeps its length for another direction. */
    @Test
    void filterNormalizedSlicesSeeARescalingOfUnits() {
        JsonNode results = run(
                NETWORK,
                "  - {id: unit, type: node-rescaling, layer: 0, unit: 1, scale: 16}\n",
                "transform: unit, points: 5");
        assertTrue(verdicts(results).contains("other-slice"));
    }

    @Test
    void aFilterOfARandomDirectionIsAsLongAsTheNetworksOwn() {
        JsonNode slice = slice(NETWORK, "", "dimensions: 1, points: 3, normalize: layer")
                .get("slices")
                .get(0);
        JsonNode filter =
                slice(NETWORK, "", "dimensions: 1, points: 3").get("slices").get(0);
        // ‖W‖ of all weights either way: biases are zero where a network begins.
        assertEquals(
                slice.get("lengths").get(0).asDouble(),
                filter.get("lengths").get(0).asDouble(),
                1e-12);
    }

    private static String hyperbola(String id, double a, double b) {
        return "  - {id: " + id + ", type: analytic, surface: hyperbola, at: [" + a + ", " + b + "]}\n";
    }

    @Test
    void aLineBetweenTwoNetworksEndsAtThem() {
        JsonNode view = slice(
                hyperbola("a", 2, 1) + hyperbola("b", 0, 3),
                "",
                "directions: models, models: [a, b], points: 3, window: [0, 1]");
        // ½(ab − 1)² at (2, 1), (1, 2), (0, 3)
        assertEquals(0.5, view.get("grid").get("loss").get(0).asDouble(), 1e-15);
        assertEquals(0.5, view.get("grid").get("loss").get(1).asDouble(), 1e-15);
        assertEquals(0.5, view.get("grid").get("loss").get(2).asDouble(), 1e-15);
        assertEquals(Math.sqrt(8), view.get("slices").get(0).get("distance").asDouble(), 1e-15);
    }

    @Test
    void aPlaneThroughThreeNetworksHoldsThemWithTheirDistances() {
        JsonNode view = slice(
                hyperbola("a", 1, 1) + hyperbola("b", 1, 3) + hyperbola("c", 4, 2),
                "",
                "directions: models, models: [a, b, c], points: 3, window: [0, 1, 0, 1.5]");
        JsonNode c = view.get("places").get(2).get("at");
        // b − a = (0, 2) is the unit; c − a = (3, 1) is half of it along and 1.5 across.
        assertEquals(0.5, c.get(0).asDouble(), 1e-15);
        assertEquals(1.5, c.get(1).asDouble(), 1e-15);
        // (x, y) = (1, 1.5) is a + (0, 2) + 1.5·(2, 0) = (4, 3)
        assertEquals(0.5 * 121, view.get("grid").get("loss").get(2).get(2).asDouble(), 1e-12);
    }

    @Test
    void checkpointsInAPlaneAreAllExplainedAndKeepTheirDistances() {
        String path = hyperbola("one", 4, 4)
                + hyperbola("two", 2.5, 2)
                + hyperbola("three", 1.5, 1.8)
                + hyperbola("four", 1, 1);
        JsonNode view = slice(path, "", "directions: pca, points: 3");
        JsonNode explained = view.get("slices").get(0).get("explained");
        assertEquals(1, explained.get(0).asDouble() + explained.get(1).asDouble(), 1e-12);
        JsonNode places = view.get("places");
        assertEquals("four", view.get("problem").asText());
        for (int i = 0; i < 4; i++) {
            assertEquals(0, places.get(i).get("distance").asDouble(), 1e-12);
        }
        double x = places.get(0).get("at").get(0).asDouble();
        double y = places.get(0).get("at").get(1).asDouble();
        assertEquals(Math.sqrt(18), Math.hypot(x, y), 1e-12);
        assertEquals(0, places.get(3).get("at").get(0).asDouble(), 1e-15);

        JsonNode line = slice(path, "", "directions: pca, dimensions: 1, points: 3");
        double share = line.get("slices").get(0).get("explained").get(0).asDouble();
        double apart = 0;
        for (JsonNode place : line.get("places")) {
            apart += place.get("distance").asDouble() * place.get("distance").asDouble();
        }
        // What the line does not explain is the distance of the path from it.
        double total = 18 + 1.5 * 1.5 + 1 + 0.25 + 0.64;
        assertEquals((1 - share) * total, apart, 1e-12);
    }

    @Test
    void pointsOfATransformLieOnTheirOrbit() {
        JsonNode view = slice(
                "  - {id: toy, type: network, model: {weights: [[[1.0]], [[1.0]]]},"
                        + " data: {type: inline, inputs: [[1.0]], targets: [[1.0]]}, loss: mse}\n",
                "  - {id: orbit, type: layer-rescaling, layers: [0, 1], alpha: [0.5, 4]}\n",
                "directions: parameters, parameters: [0, 1], along: [orbit], radius: 0.5, window: [-1, 5, -1, 5],"
                        + " points: 7");
        JsonNode places = view.get("places");
        assertEquals("[0.5,2.0]", places.get(1).get("at").toString());
        assertEquals("[4.0,0.25]", places.get(2).get("at").toString());
        assertEquals(0, places.get(2).get("distance").asDouble());
        // ½(a b − 1)², and ½ where the unit is dead
        assertEquals(0.5 * 24 * 24, view.get("grid").get("loss").get(6).get(6).asDouble(), 1e-12);
        assertEquals(0.5, view.get("grid").get("loss").get(3).get(0).asDouble(), 1e-15);
    }

    /** Killed between two tiles: what was finished is not computed again, and the bytes are those of one run. */
    @Test
    void aSliceGoesOnFromItsLastTile() throws IOException {
        run(NETWORK, "", "points: 21");
        Path out = folder.resolve("run-0/out");
        byte[] whole = Files.readAllBytes(out.resolve("results.json"));
        Path journal = out.resolve("journal/tasks.log");
        List<String> lines = Files.readAllLines(journal);
        List<String> tiles =
                lines.stream().filter(line -> line.contains("slice net ")).toList();
        assertEquals(4, tiles.size());
        List<String> before = lines.subList(0, lines.indexOf(tiles.get(2)));
        Files.write(journal, before);
        Files.delete(out.resolve("results.json"));
        RunPlan plan = new Flatness(Registry.fromClassPath())
                .plan(folder.resolve("run-0/experiment.yaml"), List.of(), new HostOptions(2, null, "ojalgo"));
        new Flatness(Registry.fromClassPath()).run(plan, out, true, RunListener.SILENT);
        assertArrayEquals(whole, Files.readAllBytes(out.resolve("results.json")));
        // The tiles that were there were not written again.
        assertEquals(
                4,
                Files.readAllLines(journal).stream()
                        .filter(line -> line.contains("slice net "))
                        .count());
    }

    @Test
    void networksOfOtherShapesAreRefused() {
        JsonNode results = run(
                NETWORK + NETWORK.replace("id: net", "id: wide").replace("5, 10", "6, 10"),
                "",
                "directions: models, models: [net, wide], points: 3");
        JsonNode view = results.get("analyses").get(0);
        assertEquals("not-applicable", view.get("status").asText());
        assertTrue(view.get("reason").asText().startsWith("wide has other tensors than net: "), view.toString());
    }
}
