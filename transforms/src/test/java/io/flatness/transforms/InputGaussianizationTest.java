package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SampleGradients;
import org.junit.jupiter.api.Test;

class InputGaussianizationTest {
    private final LocalContext context = LocalContext.singleThreaded(2);
    // The first feature has a tie, the third does not vary.
    private final double[] inputs = {1, 0.5, 7, 2, -1, 7, 2, 4, 7, 5, 0, 7, 9, 8, 7};
    private final NetworkSurface surface = Nets.surface(
            Nets.chain(
                    Shape.of(3),
                    new Dense(4, true, WeightOrder.IN_OUT),
                    new Activation(Activation.Function.TANH),
                    new Dense(2, true, WeightOrder.IN_OUT)),
            new double[0],
            inputs,
            Targets.values(new double[10], 2),
            new SquaredError(SquaredError.Form.HALF));
    private final double[] theta =
            context.random("theta").doubles(surface.dimension(), -0.3, 0.3).toArray();

    private Minimum gaussianized() {
        return InputGaussianization.of(new InputGaussianization.Parameters())
                .apply(new Minimum(surface, theta), context)
                .minimum();
    }

    @Test
    void valuesBecomeNormalQuantilesOfTheirMiddleRanks() {
        NetworkLoss network = gaussianized().surface().as(NetworkLoss.class).orElseThrow();
        double[] u = new double[3];
        double[] expected = {-1.2815515655446004, 0, 0, 0.5244005127080407, 1.2815515655446004};
        for (int sample = 0; sample < 5; sample++) {
            network.input(sample, u);
            // Ranks 0.1, 0.4 (twice), 0.7, 0.9
            double first = sample == 1 || sample == 2 ? -0.2533471031357997 : expected[sample];
            assertEquals(first, u[0], 1e-13);
            assertEquals(0, u[2]);
        }
    }

    @Test
    void functionAndCurvatureStay() {
        Minimum moved = gaussianized();
        assertArrayEquals(theta, moved.theta());
        assertArrayEquals(
                surface.outputs(theta),
                moved.surface().as(NetworkLoss.class).orElseThrow().outputs(moved.theta()));
        double[] v = context.random("v").doubles(theta.length).toArray();
        assertArrayEquals(
                surface.hessianAt(theta).apply(v),
                moved.surface().hessianAt(theta).apply(v));
    }

    /** ∂f/∂u = ∂f/∂x · dx/du: both derivatives against differences of the function. */
    @Test
    void derivativesWithRespectToTheInputsTakeTheSlopes() {
        Minimum moved = gaussianized();
        SampleGradients derivatives = moved.surface().as(SampleGradients.class).orElseThrow();
        double[] gradients = derivatives.inputGradients(theta);
        double[] norms = derivatives.inputJacobianNorms(theta);
        Gaussianization map = Gaussianization.of(surface);
        double[] raw = surface.as(SampleGradients.class).orElseThrow().inputGradients(theta);
        for (int sample = 0; sample < 5; sample++) {
            double[] x = java.util.Arrays.copyOfRange(inputs, 3 * sample, 3 * sample + 3);
            double[] slopes = map.slopesAt(x);
            double squares = 0;
            for (int j = 0; j < 3; j++) {
                assertEquals(raw[3 * sample + j] * slopes[j], gradients[3 * sample + j], 1e-15);
                double[] plus = x.clone();
                double[] minus = x.clone();
                plus[j] += 1e-6;
                minus[j] -= 1e-6;
                double[] high = surface.outputs(theta, plus);
                double[] low = surface.outputs(theta, minus);
                for (int c = 0; c < 2; c++) {
                    double slope = (high[c] - low[c]) / 2e-6 * slopes[j];
                    squares += slope * slope;
                }
            }
            assertEquals(Math.sqrt(squares), norms[sample], 1e-8 * norms[sample] + 1e-9);
            assertTrue(slopes[0] > 0 && slopes[2] == 1);
        }
    }
}
