package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRescalingTest {
    private final LocalContext context = LocalContext.singleThreaded(7);
    private final RandomGenerator random = context.random("test");
    private final ToyNetwork network = ToyNetwork.of(2, "3b relu 2b relu 2b");

    private static Transform unit(int layer, int unit, double scale) {
        return NodeRescaling.of(new NodeRescalingParameters(layer, unit, scale, null, 6));
    }

    private static Transform random(int layer) {
        return NodeRescaling.of(new NodeRescalingParameters(layer, null, null, Scales.of("random"), 6));
    }

    private double[] move(Transform transform, double[] theta) {
        transform.check(network);
        return transform.apply(new Minimum(network, theta), context).minimum().theta();
    }

    @Test
    void incomingWeightsAndBiasAreMultipliedAndOutgoingWeightsDivided() {
        double[] ones = new double[network.dimension()];
        Arrays.fill(ones, 1);
        assertArrayEquals(
                new double[] {1, 3, 1, 1, 3, 1, 1, 3, 1, 1, 1, 1 / 3.0, 1 / 3.0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                move(unit(0, 1, 3), ones));
    }

    @Test
    void randomFactorsArePowersOfTwoAndKeepEveryBit() {
        double[] theta = network.randomTheta(random);
        double[] moved = move(random(1), theta);
        assertFalse(Arrays.equals(theta, moved));
        for (int i = 0; i < theta.length; i++) {
            double ratio = moved[i] / theta[i];
            assertEquals(Math.scalb(1.0, Math.getExponent(ratio)), ratio);
        }
        double[] inputs = random.doubles(40, -3, 3).toArray();
        assertArrayEquals(network.outputs(theta, inputs), network.outputs(moved, inputs));
        assertArrayEquals(moved, move(random(1), theta), "the same draw for the same context");
    }

    @Test
    void givenFactorsStandInTheOrderOfTheUnits() {
        Transform transform =
                NodeRescaling.of(new NodeRescalingParameters(1, null, null, Scales.of(List.of(2, 0.5)), 6));
        double[] theta = network.randomTheta(random);
        double[] moved = move(transform, theta);
        assertEquals(2 * theta[9], moved[9]);
        assertEquals(0.5 * theta[10], moved[10]);
    }

    @Test
    void outputLayerIsRefused() {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> unit(2, 1, 2).check(network));
        assertEquals(
                "the transform would multiply output 1 of the network by 2.0: the factors must cancel"
                        + " before the output (layer fc2)",
                refused.getMessage());
    }

    @Test
    void unitOutOfRangeIsRefused() {
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class, () -> unit(0, 3, 2).check(network));
        assertEquals("layer fc0 has no unit 3; its units are 0 to 2", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -2})
    void factorsThatAreNotPositiveAreRefused(double scale) {
        assertThrows(InvalidParameterException.class, () -> unit(0, 0, scale));
    }

    @Test
    void formsDoNotMix() {
        assertThrows(
                InvalidParameterException.class, () -> new NodeRescalingParameters(0, 1, 2.0, Scales.of("random"), 6));
        assertThrows(InvalidParameterException.class, () -> new NodeRescalingParameters(0, 1, null, null, 6));
    }
}
