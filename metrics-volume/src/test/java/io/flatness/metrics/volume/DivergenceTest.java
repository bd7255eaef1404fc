package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.run.LocalContext;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import org.junit.jupiter.api.Test;

/** The divergence of predictions against its definition, written out. */
class DivergenceTest {
    private static double[] moved(double[] theta, double size) {
        double[] moved = theta.clone();
        for (int k = 0; k < moved.length; k++) {
            moved[k] += size * Math.sin(2.3 * k + 1);
        }
        return moved;
    }

    @Test
    void ofACrossEntropyNetworkItIsThatOfItsProbabilities() {
        Minimum minimum = LayerRescalingTest.minimum();
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        Minimum divergence = DivergenceSurface.around(minimum).orElseThrow();
        double[] theta = minimum.theta();
        assertEquals(0, divergence.surface().value(theta), 1e-15);
        double[] there = moved(theta, 0.3);
        double[] p = network.outputs(theta);
        double[] q = network.outputs(there);
        int classes = network.outputCount();
        double sum = 0;
        for (int row = 0; row < p.length; row += classes) {
            double sumP = 0;
            double sumQ = 0;
            for (int c = 0; c < classes; c++) {
                sumP += Math.exp(p[row + c]);
                sumQ += Math.exp(q[row + c]);
            }
            for (int c = 0; c < classes; c++) {
                double probability = Math.exp(p[row + c]) / sumP;
                sum += probability * (p[row + c] - Math.log(sumP) - q[row + c] + Math.log(sumQ));
            }
        }
        assertEquals(sum / network.sampleCount(), divergence.surface().value(there), 1e-12);
        gradientIsThatOfTheValue(divergence, there);
        curvatureIsThatOfTheGradient(divergence);
    }

    @Test
    void ofARegressionItIsHalfTheSquaredDistance() {
        Minimum minimum = ReferenceNetwork.of("01-mlp-231-relu-mse").minimum(0);
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        Minimum divergence = DivergenceSurface.around(minimum).orElseThrow();
        double[] there = moved(minimum.theta(), 0.2);
        double[] f = network.outputs(minimum.theta());
        double[] g = network.outputs(there);
        double sum = 0;
        for (int k = 0; k < f.length; k++) {
            sum += 0.5 * (f[k] - g[k]) * (f[k] - g[k]);
        }
        assertEquals(sum / network.sampleCount(), divergence.surface().value(there), 1e-12);
        gradientIsThatOfTheValue(divergence, there);
    }

    private static void gradientIsThatOfTheValue(Minimum divergence, double[] at) {
        double[] gradient = divergence.surface().gradient(at);
        for (int k = 0; k < at.length; k += 3) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[k] += 1e-6;
            down[k] -= 1e-6;
            double difference =
                    (divergence.surface().value(up) - divergence.surface().value(down)) / 2e-6;
            // 1e-8: step² f''' / 6 and rounding over the step
            assertEquals(difference, gradient[k], 1e-8);
        }
    }

    private static void curvatureIsThatOfTheGradient(Minimum divergence) {
        double[] theta = divergence.theta();
        double[] v = new double[theta.length];
        double[] up = theta.clone();
        double[] down = theta.clone();
        for (int k = 0; k < v.length; k++) {
            v[k] = Math.cos(k);
            up[k] += 1e-5 * v[k];
            down[k] -= 1e-5 * v[k];
        }
        double[] product = divergence.surface().hessianAt(theta).apply(v);
        double[] above = divergence.surface().gradient(up);
        double[] below = divergence.surface().gradient(down);
        for (int k = 0; k < v.length; k++) {
            assertEquals((above[k] - below[k]) / 2e-5, product[k], 1e-6);
        }
    }

    @Test
    void aSurfaceWithoutPredictionsHasNone() {
        FormulaSurface surface = new FormulaSurface(1, x -> x[0] * x[0], x -> new double[] {2 * x[0]});
        MeasurementException refused = assertThrows(
                MeasurementException.class,
                () -> new VolumeStar(new VolumeStarParameters(1, 1000, Curvature.HESSIAN, Cost.KL, null))
                        .measure(new Minimum(surface, new double[1]), LocalContext.singleThreaded(1)));
        assertEquals(
                "cost kl needs a network with outputs and products with its Jacobian: take cost loss",
                refused.getMessage());
    }
}
