package io.flatness.analyses.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves between minima, coordinates, and the boxes of Theorem 2, where the answer is known. */
class CurvesTest {
    @TempDir
    private Path folder;

    private JsonNode analysis(String experiment) {
        return Experiments.analysis(Experiments.run(folder, "name: curves\nseed: 2\n" + experiment));
    }

    /** Two minima of a ring: the line goes over its centre, where the loss is 1; a curve goes around. */
    @Test
    void aCurveGoesAroundTheBarrierOfARing() {
        JsonNode found = analysis("""
                problems:
                  - {id: a, type: analytic, surface: ring, at: [1, 0]}
                  - {id: b, type: analytic, surface: ring, at: [-0.8, 0.6]}
                analyses:
                  - {id: way, type: mode-connectivity, models: [a, b], points: 101}
                """);
        // The middle of the chord is 1 − cos-half-angle away: |(a + b)/2|² = (1 + a·b)/2 = 0.1
        assertEquals(0.81, found.get("barrierOfTheLine").asDouble(), 1e-12);
        assertTrue(found.get("barrierOfTheCurve").asDouble() < 0.1 * 0.81, found.toPrettyString());
        assertEquals(Math.sqrt(3.6), found.get("lengthOfTheLine").asDouble(), 1e-12);
        double length = found.get("lengthOfTheCurve").asDouble();
        assertTrue(length > Math.sqrt(3.6) && length < 4, "longer than the chord: " + length);
        assertEquals(0, found.get("grid").get("curve").get(0).asDouble());
    }

    @Test
    void aBezierCurveHasTheLengthOfItsParabola() {
        // y = x² from −1 to 1: its control point is (0, −1)
        Bezier parabola = new Bezier(new double[] {-1, 1}, new double[] {0, -1}, new double[] {1, 1});
        double expected = Math.sqrt(5) + Math.log(2 + Math.sqrt(5)) / 2;
        assertEquals(expected, parabola.length(), 1e-6);
        assertArrayEquals(new double[] {0.5, 0.25}, parabola.at(0.75), 1e-15);
        assertArrayEquals(new double[] {1, 1}, parabola.at(1));
    }

    /** Figure 5: at the centre the curvature changes by b^(−2a). */
    @Test
    void aPowerReparametrizationIsDrawnWithTheCurvatureOfItsLaw() {
        JsonNode found = analysis("""
                problems:
                  - {id: wave, type: analytic, surface: cosine, at: [0]}
                transforms:
                  - {id: eta, type: power-reparametrization, center: minimum, a: 1, b: 0.1}
                analyses:
                  - {id: figure, type: coordinates, transform: eta, window: [-1.5, 1.5]}
                """);
        JsonNode change = found.get("changes").get(0);
        double curvature = 4 * Math.PI * Math.PI;
        assertEquals(curvature, change.get("curvatureBefore").get(0).asDouble(), 1e-12 * curvature);
        assertEquals(100 * curvature, change.get("curvatureAfter").get(0).asDouble(), 1e-9 * curvature);
        assertTrue(change.get("largestDifference").asDouble() < 1e-10, change.toString());
        JsonNode series = found.get("figures").get(1).get("series");
        JsonNode grid = series.get(2).get("data");
        assertEquals(31, grid.size());
        for (int i = 0; i < 31; i++) {
            double u = -1.5 + 0.1 * i;
            assertEquals((u * u + 0.1) * u, grid.get(i).get(0).asDouble(), 1e-12);
            assertEquals(1 - Math.cos(2 * Math.PI * u), grid.get(i).get(1).asDouble(), 1e-12);
        }
    }

    /** Figure 6: the inner disc shrinks, the shell grows, and nothing moves outside. */
    @Test
    void aRadialMapIsDrawnByWhatItDoesToAreas() {
        JsonNode found = analysis("""
                problems:
                  - {id: plane, type: quadratic, eigenvalues: [1, 1]}
                transforms:
                  - {id: radial, type: radial, delta: 1, rHat: 0.5, rho: 0.25}
                analyses:
                  - {id: figure, type: coordinates, transform: radial, points: 9}
                """);
        JsonNode distances = found.get("figures").get(1).get("series").get(0).get("data");
        for (JsonNode row : distances) {
            double r = row.get(0).asDouble();
            double psi = r <= 0.5 ? 0.5 * r : r <= 1 ? 0.25 + 1.5 * (r - 0.5) : r;
            assertEquals(psi, row.get(1).asDouble(), 1e-12);
        }
        JsonNode grid = found.get("figures").get(2).get("series");
        assertEquals("areas shrink", grid.get(0).get("name").asText());
        assertEquals("nothing moves", grid.get(2).get("name").asText());
        double[] center = {
            found.get("figures")
                    .get(0)
                    .get("series")
                    .get(1)
                    .get("data")
                    .get(0)
                    .get(0)
                    .asDouble(),
            found.get("figures")
                    .get(0)
                    .get("series")
                    .get(1)
                    .get("data")
                    .get(0)
                    .get(1)
                    .asDouble()
        };
        for (JsonNode row : grid.get(2).get("data")) {
            double x = (row.get(0).asDouble() + row.get(2).asDouble()) / 2 - center[0];
            double y = (row.get(1).asDouble() + row.get(3).asDouble()) / 2 - center[1];
            assertTrue(Math.hypot(x, y) > 1 - 1e-9, x + ", " + y);
        }
        assertEquals(
                4 * 1.0,
                found.get("changes").get(0).get("curvatureAfter").get(0).asDouble(),
                1e-9);
    }

    /** The toy of the paper: f = θ₂ max(θ₁x, 0) with θ₁θ₂ = 1; boxes of one area, disjoint, low. */
    @Test
    void theBoxesOfTheoremTwoAreDisjointAndOfOneArea() {
        JsonNode found = analysis("""
                problems:
                  - id: toy
                    type: network
                    model: {weights: [[[1.0]], [[1.0]]]}
                    data: {type: inline, inputs: [[1.0]], targets: [[1.0]]}
                    loss: mse
                metrics:
                  - {id: bound, type: volume-lower-bound, epsilon: 0.02}
                analyses:
                  - {id: boxes, type: theorem-2, metric: bound, boxes: 4}
                """);
        assertTrue(found.get("holds").asBoolean(), found.toPrettyString());
        assertEquals(0, found.get("growth").asDouble(), 1e-12);
        double radius = found.get("radius").asDouble();
        double alpha = found.get("alpha").asDouble();
        for (int j = 0; j < 4; j++) {
            JsonNode box = found.get("boxes").get(j);
            assertEquals((1 - radius) * Math.pow(alpha, j), box.get("from").asDouble(), 1e-9 * Math.pow(alpha, j));
            assertEquals(2 * Math.log(2 * radius), box.get("logVolume").asDouble(), 1e-12);
            // ½((1 + r)² − 1)² at the outer corner
            double outer = 0.5 * Math.pow((1 + radius) * (1 + radius) - 1, 2);
            assertEquals(outer, box.get("highestLossSeen").asDouble(), 1e-9);
            assertTrue(outer < 0.02);
        }
        assertEquals(2, found.get("figures").size());
    }
}
