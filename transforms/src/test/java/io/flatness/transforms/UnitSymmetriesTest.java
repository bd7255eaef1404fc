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

class UnitSymmetriesTest {
    private final LocalContext context = LocalContext.singleThreaded(7);
    private final RandomGenerator random = context.random("test");

    private double[] move(Transform transform, ToyNetwork network, double[] theta) {
        transform.check(network);
        return transform.apply(new Minimum(network, theta), context).minimum().theta();
    }

    private void requireSameBits(ToyNetwork network, double[] theta, double[] moved) {
        assertFalse(Arrays.equals(theta, moved));
        double[] inputs = random.doubles(20L * network.inputSize(), -3, 3).toArray();
        assertArrayEquals(network.outputs(theta, inputs), network.outputs(moved, inputs));
    }

    private static Transform permutation(int layer, Permutation.Order order) {
        return Permutation.of(new Permutation.Parameters(layer, order));
    }

    private static Transform stream(Double scale, Scales scales) {
        return StreamRescaling.of(new StreamRescaling.Parameters(0, new Scaling(scale, scales, 6)));
    }

    @Test
    void permutationMovesColumnsBiasesAndTheNextRows() {
        ToyNetwork network = ToyNetwork.of(1, "3b tanh 2");
        double[] moved = move(permutation(0, Permutation.Order.of(List.of(2, 0, 1))), network, new double[] {
            1, 2, 3, 10, 20, 30, 4, 40, 5, 50, 6, 60
        });
        assertArrayEquals(new double[] {3, 1, 2, 30, 10, 20, 6, 60, 4, 40, 5, 50}, moved);
    }

    @Test
    void randomPermutationKeepsTheFunctionUpToTheOrderOfSums() {
        ToyNetwork network = ToyNetwork.of(3, "6b tanh 4b relu 2b");
        double[] theta = network.randomTheta(random);
        double[] moved = move(permutation(1, Permutation.Order.of("random")), network, theta);
        double[] inputs = random.doubles(30, -3, 3).toArray();
        assertArrayEquals(network.outputs(theta, inputs), network.outputs(moved, inputs), 1e-14);
    }

    @Test
    void outputsKeepTheirPlaces() {
        ToyNetwork network = ToyNetwork.of(3, "6b tanh 2b");
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> permutation(1, Permutation.Order.of("random")).check(network));
        assertEquals("the transform would move output 1 of the network to place 0 (layer fc1)", refused.getMessage());
    }

    @Test
    void orderMustNameEveryUnitOnce() {
        InvalidParameterException refused =
                assertThrows(InvalidParameterException.class, () -> Permutation.Order.of(List.of(0, 2, 2)));
        assertEquals("the order is [0, 2, 2]; it must name each of the units 0 to 2 once", refused.getMessage());
    }

    @Test
    void signFlipsPassThroughTanhBitForBit() {
        ToyNetwork network = ToyNetwork.of(3, "6b tanh 2b");
        double[] theta = network.randomTheta(random);
        for (SignFlip.Units units :
                List.of(SignFlip.Units.of("random"), SignFlip.Units.of("all"), SignFlip.Units.of(List.of(2)))) {
            Transform flip = SignFlip.of(new SignFlip.Parameters(0, units));
            requireSameBits(network, theta, move(flip, network, theta));
        }
    }

    @Test
    void signFlipsDoNotPassThroughRectifiers() {
        ToyNetwork network = ToyNetwork.of(3, "6b relu 2b");
        Transform flip = SignFlip.of(new SignFlip.Parameters(0, SignFlip.Units.of("all")));
        assertThrows(RefusedException.class, () -> flip.check(network));
    }

    @Test
    void streamScalesEverythingThatWritesToItAndWhatReadsIt() {
        // fc0 is the embedding; fc1 relu fc2 is a block added to it, fc3 relu fc4 another; fc5 reads the sum
        ToyNetwork network = ToyNetwork.of(2, "3b 4b relu 3b add:0:3 4b relu 3b add:4:7 2b");
        double[] theta = network.randomTheta(random);
        double[] moved = move(stream(4.0, null), network, theta);
        requireSameBits(network, theta, moved);
        assertEquals(4 * theta[0], moved[0], "the embedding");
        assertEquals(theta[9] / 4, moved[9], "what reads the stream");
        assertEquals(theta[21], moved[21], "a bias inside the block");
        requireSameBits(network, theta, move(stream(null, Scales.of("random")), network, theta));
    }

    @Test
    void streamFromTheInputIsRefused() {
        ToyNetwork network = ToyNetwork.of(3, "4b relu 3b add:-1:2 2b");
        RefusedException refused =
                assertThrows(RefusedException.class, () -> stream(2.0, null).check(network));
        assertEquals(
                "stream-rescaling needs a residual sum whose parts all come from layers with weights and pass through nothing that measures sizes; this network has none",
                refused.getMessage());
    }

    @Test
    void networkWithoutSumHasNoStream() {
        ToyNetwork network = ToyNetwork.of(3, "4b relu 3b");
        RefusedException refused =
                assertThrows(RefusedException.class, () -> stream(2.0, null).check(network));
        assertEquals(
                "stream-rescaling needs a residual sum whose parts all come from layers with weights and pass through nothing that measures sizes; this network has none",
                refused.getMessage());
    }

    @Test
    void layersOfAStreamDoNotScaleAlone() {
        ToyNetwork network = ToyNetwork.of(2, "3b 4b relu 3b add:0:3 2b");
        Transform alone = NodeRescaling.of(new NodeRescalingParameters(0, 1, 2.0, null, 6));
        RefusedException refused = assertThrows(RefusedException.class, () -> alone.check(network));
        assertEquals(
                "layer add4 (add) joins units of several layers: they would have to be scaled alike, but unit 1 would be scaled by 2.0 and by 1.0",
                refused.getMessage());
    }

    @Test
    void networkWithoutBatchNormIsRefused() {
        ToyNetwork network = ToyNetwork.of(3, "4b relu 3b");
        Transform rescaling = BatchNormRescaling.of(
                new BatchNormRescaling.Parameters(0, BatchNormRescaling.Side.INPUT, new Scaling(2.0, null, 6)));
        RefusedException refused = assertThrows(RefusedException.class, () -> rescaling.check(network));
        assertEquals("batch-norm-rescaling needs a BatchNorm layer; this network has none", refused.getMessage());
    }

    @Test
    void softmaxShiftNeedsALossThatIgnoresIt() {
        ToyNetwork network = ToyNetwork.of(3, "4b relu 3b");
        Transform shift = SoftmaxShift.of(new SoftmaxShift.Parameters(1));
        RefusedException refused = assertThrows(RefusedException.class, () -> shift.check(network));
        assertEquals(
                "softmax-shift needs a loss that ignores a common shift of the outputs, such as cross-entropy",
                refused.getMessage());
    }
}
