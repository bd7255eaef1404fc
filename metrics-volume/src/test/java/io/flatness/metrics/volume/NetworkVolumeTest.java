package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.networks.layer.Activation;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import org.junit.jupiter.api.Test;

/** Theorem 2 on real networks: which layers may be scaled, and where the theorem does not apply. */
class NetworkVolumeTest {
    private static final String SMALL = "01-mlp-231-relu-mse";
    private static final String DEEP = "04b-mlp-3432-relu-bias-mse";

    private static Measurement bound(Minimum minimum, double epsilon, int... layers) {
        return new VolumeLowerBound(
                        new VolumeLowerBoundParameters(epsilon, 11, 1e300, layers.length == 0 ? null : layers))
                .measure(minimum, LocalContext.singleThreaded(1));
    }

    private static Measurement volume(Minimum minimum) {
        return new VolumeFlatness(new VolumeFlatnessParameters(0.05, 10_000, null, null, null, 2))
                .measure(minimum, LocalContext.singleThreaded(1));
    }

    @Test
    void theCertificateIsThatOfTheReference() {
        for (JsonNode expected : Oracle.read("13-theorem2-certificate").get("cases")) {
            Measurement measured = bound(
                    ReferenceNetwork.of(SMALL).minimum(0), expected.get("eps").asDouble());
            assertEquals(ValueKind.DIVERGENT, measured.kind());
            assertArrayEquals(new int[] {0, 1}, (int[]) measured.details().get("layers"));
            // 1e-8: the reference rounds to nearest, the bounds outward
            assertEquals(
                    expected.get("r_ibp").asDouble(),
                    (double) measured.details().get("radius"),
                    1e-8 * expected.get("r_ibp").asDouble());
            assertEquals(
                    expected.get("log_v").asDouble(),
                    (double) measured.details().get("logBoxVolume"),
                    1e-7);
            assertEquals(
                    expected.get("log_lower_bound_paper").get(10).asDouble(),
                    (double) measured.details().get("certifiedLowerBound"),
                    1e-6);
        }
    }

    @Test
    void everyPairOfLayersOfADeepNetworkPreservesItsFunction() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        double[] before = network.outputs(minimum.theta());
        assertEquals(3, LayerPair.all(network).size());
        for (LayerPair pair : LayerPair.all(network)) {
            double[] scaled = minimum.theta().clone();
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] *= Math.scalb(1.0, 5 * pair.exponents()[k]);
            }
            assertArrayEquals(before, network.outputs(scaled), "bitwise, for a power of two: " + pair.up());
            assertTrue(pair.determinantExponent() >= 0);
        }
    }

    @Test
    void biasesBetweenTheTwoLayersGoWithTheScale() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        LayerPair pair = LayerPair.of(network, 0, 2).orElseThrow();
        // 3-4-3-2 with biases: W1 and both hidden biases grow, W2 stays, W3 takes the scale back, b3 stays
        int[] expected = {1, 1, 0, 1, -1, 0};
        for (int block = 0; block < expected.length; block++) {
            int at = minimum.surface().layout().blocks().get(block).offset();
            assertEquals(expected[block] * (pair.up() == 0 ? 1 : -1), pair.exponents()[at], "block " + block);
        }
    }

    @Test
    void thePairMayBeChosen() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        int[] layers = (int[]) bound(minimum, 0.05, 1, 2).details().get("layers");
        assertArrayEquals(new int[] {1, 2}, layers);
        MeasurementException outside = assertThrows(MeasurementException.class, () -> bound(minimum, 0.05, 1, 3));
        assertEquals("there is no affine layer 3; the network has 3, numbered from 0", outside.getMessage());
    }

    @Test
    void volumeFlatnessIsInfiniteForEveryRectifiedMinimum() {
        for (String name : new String[] {SMALL, DEEP}) {
            Measurement measured = volume(ReferenceNetwork.of(name).minimum(0));
            assertEquals(ValueKind.DIVERGENT, measured.kind());
            assertEquals(Double.POSITIVE_INFINITY, measured.value());
            assertTrue((double) measured.details().get("certifiedLowerBound") > -100);
        }
    }

    @Test
    void weightDecayIsNotInfinite() {
        Minimum minimum = ReferenceNetwork.of(SMALL).withWeightDecay(0.1).minimum(0);
        Measurement measured = bound(minimum, 0.05);
        assertEquals(ValueKind.LOWER_BOUND, measured.kind());
        double radius = (double) measured.details().get("radius");
        assertEquals(9 * Math.log(2 * radius), measured.value(), 1e-12);
        assertTrue(String.valueOf(measured.reason()).contains("weight decay"));
        assertFalse(volume(minimum).kind() == ValueKind.DIVERGENT);
    }

    @Test
    void tanhDoesNotLetAScaleThrough() {
        Minimum minimum = ReferenceNetwork.of(SMALL)
                .with(new Activation(Activation.Function.TANH))
                .minimum(0);
        Measurement measured = volume(minimum);
        assertFalse(measured.kind() == ValueKind.DIVERGENT);
        assertTrue(Theorem2.obstacle(minimum).orElseThrow().startsWith("the network has no two affine layers"));
    }
}
