package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerRescalingTest {
    private final LocalContext context = LocalContext.singleThreaded(7);
    private final RandomGenerator random = context.random("test");

    private static Transform pair(int first, int second, double alpha) {
        return LayerRescaling.of(new LayerRescalingParameters(List.of(first, second), alpha, null));
    }

    private static Transform factors(double... alphas) {
        return LayerRescaling.of(new LayerRescalingParameters(
                null, null, Arrays.stream(alphas).boxed().toList()));
    }

    private double largestDifference(ToyNetwork network, double[] theta, double[] other) {
        double[] inputs = random.doubles(20L * network.inputSize(), -3, 3).toArray();
        double[] before = network.outputs(theta, inputs);
        double[] after = network.outputs(other, inputs);
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            largest = Math.max(largest, Math.abs(after[i] - before[i]) / (1 + Math.abs(before[i])));
        }
        return largest;
    }

    @Test
    void weightsTakeTheFactorsAndBiasesTheirProduct() {
        ToyNetwork network = ToyNetwork.of(2, "3b relu 3b relu 2b");
        double[] theta = network.randomTheta(random);
        Transformed moved = factors(4, 0.5, 0.5).apply(new Minimum(network, theta), context);
        double[] expected = new double[theta.length];
        // 6 weights and 3 biases times 4 | 9 weights times 1/2, 3 biases times 2 | 6 weights times 1/2, 2 biases as
        // they are
        double[] factor = {4, 4, 0.5, 2, 0.5, 1};
        int[] ends = {6, 9, 18, 21, 27, 29};
        for (int i = 0, part = 0; i < theta.length; i++) {
            part = i == ends[part] ? part + 1 : part;
            expected[i] = factor[part] * theta[i];
        }
        assertArrayEquals(expected, moved.minimum().theta());
    }

    @Test
    void weightFactorsAreTheGivenNumbersThemselves() {
        ToyNetwork network = ToyNetwork.of(2, "3b relu 3b relu 2b");
        double[] ones = new double[network.dimension()];
        Arrays.fill(ones, 1);
        double[] moved = factors(0.7, 3, 1 / 2.1)
                .apply(new Minimum(network, ones), context)
                .minimum()
                .theta();
        assertEquals(0.7, moved[0]);
        assertEquals(3, moved[9]);
        assertEquals(1 / 2.1, moved[21]);
        assertEquals(1, moved[27]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 0.3, 3.7, 100})
    void functionIsPreservedToRounding(double alpha) {
        ToyNetwork network = ToyNetwork.of(3, "5b relu 4b relu 4 relu 2b");
        double[] theta = network.randomTheta(random);
        for (int[] layers : new int[][] {{0, 1}, {1, 3}, {3, 0}, {2, 1}}) {
            Transformed moved = pair(layers[0], layers[1], alpha).apply(new Minimum(network, theta), context);
            assertTrue(largestDifference(network, theta, moved.minimum().theta()) <= 1e-14);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, -3, 1, 30})
    void powersOfTwoAreBitwiseExact(int exponent) {
        ToyNetwork network = ToyNetwork.of(3, "5b relu 4b relu 2b");
        double[] theta = network.randomTheta(random);
        double alpha = Math.scalb(1.0, exponent);
        double[] moved = pair(0, 2, alpha)
                .apply(new Minimum(network, theta), context)
                .minimum()
                .theta();
        assertEquals(0, largestDifference(network, theta, moved));
        double[] back = pair(0, 2, 1 / alpha)
                .apply(new Minimum(network, moved), context)
                .minimum()
                .theta();
        assertArrayEquals(theta, back);
    }

    @Test
    void mapTakesOldParametersToNewOnes() {
        ToyNetwork network = ToyNetwork.of(3, "5b relu 2b");
        double[] theta = network.randomTheta(random);
        Transformed moved = pair(0, 1, 3.7).apply(new Minimum(network, theta), context);
        assertArrayEquals(moved.minimum().theta(), moved.map().orElseThrow().forward(theta));
    }

    @Test
    void squaredRectifierSquaresTheFactor() {
        ToyNetwork network = ToyNetwork.of(3, "5b squared-relu 2b");
        double[] theta = network.randomTheta(random);
        double[] moved = pair(0, 1, 4)
                .apply(new Minimum(network, theta), context)
                .minimum()
                .theta();
        assertEquals(4 * theta[0], moved[0]);
        assertEquals(theta[20] / 16, moved[20]);
        assertEquals(0, largestDifference(network, theta, moved));
    }

    @Test
    void tanhRefuses() {
        ToyNetwork network = ToyNetwork.of(3, "5b tanh 2b");
        RefusedException refused =
                assertThrows(RefusedException.class, () -> pair(0, 1, 2).check(network));
        assertEquals(
                "layer tanh1 (tanh) is odd but not homogeneous: scaling its input by 2.0 (unit 0) would change the function; only −1 and 1 pass",
                refused.getMessage());
    }

    @Test
    void residualSumRefuses() {
        // fc0 → relu → fc1 → + fc0: scaling fc0 against fc1 alone changes the sum
        ToyNetwork network = ToyNetwork.of(3, "4 4 add:0:1 2");
        RefusedException refused =
                assertThrows(RefusedException.class, () -> pair(0, 1, 2).check(network));
        assertEquals(
                "layer add2 (add) joins units of several layers: they would have to be scaled alike, but unit 0 would be scaled by 2.0 and by 1.0",
                refused.getMessage());
    }

    @Test
    void layerAfterTheSumMayCancel() {
        ToyNetwork network = ToyNetwork.of(3, "4 4 add:0:1 2");
        double[] theta = network.randomTheta(random);
        double[] moved = pair(0, 2, 8)
                .apply(new Minimum(network, theta), context)
                .minimum()
                .theta();
        assertEquals(0, largestDifference(network, theta, moved));
    }

    @Test
    void indexOutOfRangeListsTheLayers() {
        ToyNetwork network = ToyNetwork.of(3, "5b relu 2b");
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class, () -> pair(0, 2, 2).check(network));
        assertEquals("layers", refused.parameter());
        assertEquals(
                "there is no affine layer 2; affine layers: 0 = fc0 (3 → 5), 1 = fc1 (5 → 2)", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void factorsThatAreNotPositiveAreRefused(double alpha) {
        InvalidParameterException refused = assertThrows(InvalidParameterException.class, () -> pair(0, 1, alpha));
        assertEquals("alpha", refused.parameter());
        assertEquals(
                "alpha is " + alpha
                        + "; a factor must be positive and finite, because φ(αz) = αφ(z) holds for α > 0 alone",
                refused.getMessage());
    }

    @Test
    void productOtherThanOneIsRefusedWithTheProduct() {
        InvalidParameterException refused = assertThrows(InvalidParameterException.class, () -> factors(2, 0.25));
        assertEquals(
                "alphas have the product 0.5; it must be 1, otherwise the outputs change by that factor",
                refused.getMessage());
    }

    @Test
    void numberOfFactorsMustBeThatOfTheLayers() {
        ToyNetwork network = ToyNetwork.of(3, "5b relu 2b");
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class, () -> factors(2, 2, 0.25).check(network));
        assertEquals(
                "alphas has 3 factors but the network has 2 affine layers: 0 = fc0 (3 → 5), 1 = fc1 (5 → 2)",
                refused.getMessage());
    }

    @Test
    void overflowIsRefused() {
        ToyNetwork network = ToyNetwork.of(1, "1 relu 1");
        Minimum minimum = new Minimum(network, new double[] {1e200, 1});
        RefusedException refused =
                assertThrows(RefusedException.class, () -> pair(0, 1, 1e200).apply(minimum, context));
        assertEquals(
                "layer-rescaling would take a parameter beyond the largest double; use factors nearer to 1",
                refused.getMessage());
    }
}
