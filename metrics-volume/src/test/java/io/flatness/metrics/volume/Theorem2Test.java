package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Oracle;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The certificate of Theorem 2 against reference values 13, on the network of reference values 01. */
class Theorem2Test {
    private static final LayerPair PAIR = new LayerPair(0, 1, new int[] {1, 1, 1, 1, 1, 1, -1, -1, -1});

    private static Minimum minimum() {
        JsonNode oracle = Oracle.read("01-mlp-231-relu-mse");
        double[][] inputs = Oracle.matrix(oracle.get("data").get("X"));
        double[] targets = Oracle.numbers(oracle.get("data").get("Y"));
        JsonNode point = oracle.get("points").get(0);
        Minimum minimum = new Minimum(new TinyNetwork(inputs, targets), Oracle.numbers(point.get("theta_flat")));
        assertEquals(
                point.get("L").asDouble(),
                minimum.surface().value(minimum.theta()),
                1e-14,
                "the network of the fixture");
        return minimum;
    }

    @Test
    void radiusScaleAndBoundsAreThoseOfTheReference() {
        Minimum minimum = minimum();
        TinyNetwork network = (TinyNetwork) minimum.surface();
        for (JsonNode expected : Oracle.read("13-theorem2-certificate").get("cases")) {
            double epsilon = expected.get("eps").asDouble();
            CertifiedBox box = CertifiedBox.around(minimum, network, epsilon);
            assertEquals(expected.get("r_ibp").asDouble(), box.radius(), 1e-9 * box.radius());
            assertTrue(box.radius() <= expected.get("r_ibp").asDouble(), "only what is proved");
            assertTrue(box.bounds() < 40, "boxes bounded: " + box.bounds());

            Measurement measured = Theorem2.certify(minimum.theta(), box, PAIR, new Theorem2.Reach(11, 1e300))
                    .measurement();
            assertEquals(ValueKind.DIVERGENT, measured.kind());
            assertEquals(Double.POSITIVE_INFINITY, measured.value());
            assertEquals(
                    expected.get("r_prime").asDouble(),
                    (double) measured.details().get("radius"),
                    1e-9);
            assertEquals(
                    expected.get("log_v").asDouble(),
                    (double) measured.details().get("logBoxVolume"),
                    1e-8);
            assertEquals(
                    expected.get("alpha_paper").asDouble(),
                    (double) measured.details().get("alpha"),
                    1e-8);
            double[] bounds = (double[]) measured.details().get("lowerBounds");
            double[] reference = Oracle.numbers(expected.get("log_lower_bound_paper"));
            // 1e-8 relative: the reference bisects its radius to that
            for (int k = 0; k < reference.length; k++) {
                assertEquals(reference[k], bounds[k], 1e-8 * Math.max(1, Math.abs(reference[k])), "bound " + k);
            }
            assertEquals(reference[10], (double) measured.details().get("certifiedLowerBound"), 1e-7);
        }
    }

    @Test
    void imagesOfTheBoxAreDisjointAndBelowTheLevel() {
        Minimum minimum = minimum();
        double epsilon = 0.05;
        CertifiedBox box = CertifiedBox.around(minimum, (TinyNetwork) minimum.surface(), epsilon);
        Measurement measured = Theorem2.certify(minimum.theta(), box, PAIR, new Theorem2.Reach(6, 1e300))
                .measurement();
        double radius = (double) measured.details().get("radius");
        double alpha = (double) measured.details().get("alpha");
        double largest =
                Arrays.stream(minimum.theta()).limit(6).map(Math::abs).max().orElseThrow();
        for (int j = 0; j < 5; j++) {
            assertTrue((largest + radius) * Math.pow(alpha, j) < (largest - radius) * Math.pow(alpha, j + 1));
            for (int corner = 0; corner < 512; corner++) {
                double[] point = new double[9];
                for (int k = 0; k < 9; k++) {
                    double offset = (corner >> k & 1) == 0 ? -radius : radius;
                    point[k] = (minimum.theta()[k] + offset) * Math.pow(alpha, j * PAIR.exponents()[k]);
                }
                assertTrue(minimum.surface().value(point) < box.level() * (1 + 1e-12));
            }
        }
    }

    @Test
    void theTableStopsBeforeAWeightIsTooLarge() {
        Minimum minimum = minimum();
        CertifiedBox box = CertifiedBox.around(minimum, (TinyNetwork) minimum.surface(), 0.05);
        Measurement measured = Theorem2.certify(minimum.theta(), box, PAIR, new Theorem2.Reach(1_000_000, 1e6))
                .measurement();
        double[] weights = (double[]) measured.details().get("largestWeights");
        assertTrue(weights[weights.length - 1] <= 1e6 && weights[weights.length - 1] > 1e5);
    }

    @Test
    void equalLayersCountBoxesOfEqualVolume() {
        CertifiedBox box = new CertifiedBox(0.1, 1, 0);
        LayerPair equal = new LayerPair(0, 1, new int[] {1, -1});
        double[] bounds = (double[]) Theorem2.certify(new double[] {1, 1}, box, equal, Theorem2.Reach.DEFAULT)
                .measurement()
                .details()
                .get("lowerBounds");
        for (int k = 0; k < bounds.length; k++) {
            assertEquals(2 * Math.log(0.2) + Math.log(k + 1), bounds[k], 1e-13);
        }
    }

    @Test
    void zeroWeightsAreNoObstacle() {
        CertifiedBox box = new CertifiedBox(0.1, 1, 0);
        LayerPair equal = new LayerPair(0, 1, new int[] {1, -1});
        Measurement measured = Theorem2.certify(new double[] {0, 1}, box, equal, Theorem2.Reach.DEFAULT)
                .measurement();
        assertEquals(ValueKind.DIVERGENT, measured.kind());
        assertTrue((double) measured.details().get("radius") <= 0.025);
    }

    @Test
    void epsilonBelowTheRoundingOfTheBoundsIsSaid() {
        Minimum minimum = minimum();
        assertThrows(
                MeasurementException.class,
                () -> CertifiedBox.around(minimum, (center, radius) -> Double.POSITIVE_INFINITY, 0.1));
    }
}
