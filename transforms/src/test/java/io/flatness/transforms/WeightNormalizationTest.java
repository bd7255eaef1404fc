package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Reparametrized;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightNormalizationTest {
    private final LocalContext context = LocalContext.singleThreaded(5);
    private final ToyNetwork network = ToyNetwork.of(2, "3b relu 1");
    private final double[] theta = network.randomTheta(context.random("theta"));

    private Minimum normalize(WeightNormalizationParameters.Per per, double[] at) {
        Transform transform = WeightNormalization.of(new WeightNormalizationParameters(per));
        return transform.apply(new Minimum(network, at), context).minimum();
    }

    @Test
    void eachTensorGetsALengthAndBiasesStay() {
        Minimum normalized = normalize(WeightNormalizationParameters.Per.TENSOR, theta);
        assertEquals(
                List.of("0.weight.s", "0.weight.v", "0.bias", "1.weight.s", "1.weight.v"),
                normalized.surface().layout().blocks().stream().map(Block::name).toList());
        double[] eta = normalized.theta();
        assertEquals(Norms.euclidean(theta, 0, 6), eta[0], 1e-15);
        assertArrayEquals(java.util.Arrays.copyOfRange(theta, 0, 9), java.util.Arrays.copyOfRange(eta, 1, 10));
        Reparametrized surface = normalized.surface().as(Reparametrized.class).orElseThrow();
        assertArrayEquals(theta, surface.coordinates().forward(eta), 1e-15);
    }

    @Test
    void eachUnitGetsTheLengthOfItsIncomingWeights() {
        double[] eta = normalize(WeightNormalizationParameters.Per.UNIT, theta).theta();
        // W_1 is stored input by input: unit 1 reads elements 1 and 4.
        assertEquals(Math.hypot(theta[1], theta[4]), eta[1], 1e-15);
        assertEquals(theta.length + 4, eta.length);
    }

    @Test
    void directionsAreWhatMayBeScaledFreely() {
        Minimum normalized = normalize(WeightNormalizationParameters.Per.UNIT, theta);
        Reparametrized surface = normalized.surface().as(Reparametrized.class).orElseThrow();
        double[] weights = surface.coordinates().forward(normalized.theta());
        List<int[]> groups = surface.coordinates().freeScales();
        assertEquals(4, groups.size());
        int scaled = 0;
        for (int[] group : groups) {
            double[] moved = normalized.theta();
            for (int k : group) {
                moved[k] *= 8;
                scaled++;
            }
            assertArrayEquals(weights, surface.coordinates().forward(moved));
        }
        assertEquals(9, scaled, "six weights of the first layer and three of the second");
    }

    @Test
    void lengthOfTheDirectionDoesNotMatterAndPowersOfTwoKeepEveryBit() {
        Minimum normalized = normalize(WeightNormalizationParameters.Per.TENSOR, theta);
        Reparametrized surface = normalized.surface().as(Reparametrized.class).orElseThrow();
        double[] weights = surface.coordinates().forward(normalized.theta());
        for (double alpha : new double[] {0.25, 1024, 1e-100, 3.7}) {
            double[] moved = WeightNormalizationRescaling.of(new WeightNormalizationRescaling.Parameters(alpha))
                    .apply(normalized, context)
                    .minimum()
                    .theta();
            assertEquals(normalized.theta()[0], moved[0]);
            assertEquals(alpha * normalized.theta()[1], moved[1]);
            assertEquals(normalized.theta()[7], moved[7], "a bias");
            boolean power = Math.scalb(1.0, Math.getExponent(alpha)) == alpha;
            assertArrayEquals(weights, surface.coordinates().forward(moved), power ? 0.0 : 1e-15);
        }
    }

    @Test
    void rescalingNeedsNormalizedWeights() {
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> WeightNormalizationRescaling.of(new WeightNormalizationRescaling.Parameters(2))
                        .check(network));
        assertTrue(refused.getMessage().startsWith("weight-normalization-rescaling goes after weight-normalization"));
    }

    @Test
    void negativeFactorIsRefused() {
        InvalidParameterException refused =
                assertThrows(InvalidParameterException.class, () -> new WeightNormalizationRescaling.Parameters(-1));
        assertEquals(
                "alpha is -1.0; it must be positive and finite: a negative factor turns w around",
                refused.getMessage());
    }

    @Test
    void zeroWeightsHaveNoDirection() {
        double[] dead = theta.clone();
        dead[1] = 0;
        dead[4] = 0;
        RefusedException refused =
                assertThrows(RefusedException.class, () -> normalize(WeightNormalizationParameters.Per.UNIT, dead));
        assertEquals(
                "weight-normalization has no direction for unit 1 of 0.weight, which is all zero",
                refused.getMessage());
    }

    @Test
    void architectureTransformsComeBeforeIt() {
        Minimum normalized = normalize(WeightNormalizationParameters.Per.TENSOR, theta);
        Transform rescaling = LayerRescaling.of(new LayerRescalingParameters(List.of(0, 1), 2.0, null));
        RefusedException refused = assertThrows(RefusedException.class, () -> rescaling.apply(normalized, context));
        assertEquals(
                "layer-rescaling needs a network with layers, before any change of coordinates; this surface is a"
                        + " plain function of its parameters",
                refused.getMessage());
    }
}
