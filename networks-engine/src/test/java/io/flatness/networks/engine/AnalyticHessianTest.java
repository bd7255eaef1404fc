package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.GaussNewton;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Regressions whose Hessians are known in closed form; rounding of a few hundred operations: 1e-12. */
class AnalyticHessianTest {
    private static Network linear(int inputs, int outputs) {
        return Nets.chain(Shape.of(inputs), new Dense(outputs, false, WeightOrder.IN_OUT));
    }

    private static void check(NetworkSurface surface, double[] theta, double[] expected) {
        assertClose(expected, Nets.dense(surface.hessianAt(theta), 2), 1e-12, 0, "H");
        double[] gauss = Nets.dense(surface.as(GaussNewton.class).orElseThrow().gaussNewtonAt(theta), 2);
        assertClose(expected, gauss, 1e-12, 0, "G");
    }

    @Test
    void linearRegressionHasTheGramMatrix() {
        double[] x = Nets.normals(1, 16 * 5);
        NetworkSurface surface = Nets.surface(
                linear(5, 1),
                x,
                Targets.values(Nets.normals(2, 16), 1),
                new SquaredError(SquaredError.Form.MEAN_OF_ELEMENTS));
        check(surface, Nets.normals(3, 5), weighted(x, 16, 5, filled(16, 2.0 / 16)));
    }

    @Test
    void logisticRegressionWeighsTheGramMatrix() {
        double[] x = Nets.normals(1, 16 * 5);
        double[] y = Arrays.stream(Nets.normals(2, 16)).map(Math::signum).toArray();
        double[] theta = Nets.normals(3, 5);
        NetworkSurface surface = Nets.surface(linear(5, 1), x, Targets.values(y, 1), new Logistic());
        double[] f = surface.outputs(theta);
        double[] weights = new double[16];
        Arrays.setAll(weights, i -> 1 / (1 + Math.exp(-f[i])) / (1 + Math.exp(f[i])) / 16);
        check(surface, theta, weighted(x, 16, 5, weights));
    }

    @Test
    void softmaxRegressionIsAKroneckerProduct() {
        int n = 12;
        int d = 4;
        int c = 3;
        double[] x = Nets.normals(1, n * d);
        double[] theta = Nets.normals(3, d * c);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % c);
        NetworkSurface surface = Nets.surface(linear(d, c), x, Targets.labels(labels), new SoftmaxCrossEntropy());
        double[] f = surface.outputs(theta);
        double[] expected = new double[d * c * d * c];
        for (int i = 0; i < n; i++) {
            double[] p = new double[c];
            double sum = 0;
            for (int a = 0; a < c; a++) {
                p[a] = Math.exp(f[i * c + a]);
                sum += p[a];
            }
            for (int row = 0; row < d * c; row++) {
                for (int column = 0; column < d * c; column++) {
                    int a = row % c;
                    int b = column % c;
                    double curvature = (a == b ? p[a] / sum : 0) - p[a] / sum * p[b] / sum;
                    expected[row * d * c + column] += x[i * d + row / c] * x[i * d + column / c] * curvature / n;
                }
            }
        }
        check(surface, theta, expected);
    }

    private static double[] weighted(double[] x, int n, int d, double[] weights) {
        double[] gram = new double[d * d];
        for (int i = 0; i < n; i++) {
            for (int row = 0; row < d; row++) {
                for (int column = 0; column < d; column++) {
                    gram[row * d + column] += weights[i] * x[i * d + row] * x[i * d + column];
                }
            }
        }
        return gram;
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }

    @Test
    void dataThatDoNotFitAreRefused() {
        String label = assertThrows(
                        IllegalArgumentException.class,
                        () -> Nets.surface(
                                linear(2, 3), new double[4], Targets.labels(0, 3), new SoftmaxCrossEntropy()))
                .getMessage();
        assertEquals("sample 1 has the label 3 but there are 3 classes (0 … 2)", label);
        String target = assertThrows(
                        IllegalArgumentException.class,
                        () -> Nets.surface(
                                linear(2, 1), new double[4], Targets.values(new double[] {1, 2}, 1), new Logistic()))
                .getMessage();
        assertEquals("sample 1: its target 2.0 is neither −1 or +1 nor a probability in [0, 1]", target);
        String width = assertThrows(
                        IllegalArgumentException.class,
                        () -> Nets.surface(
                                linear(2, 3),
                                new double[4],
                                Targets.values(new double[2], 1),
                                new SquaredError(SquaredError.Form.HALF)))
                .getMessage();
        assertEquals("a target has 1 values but the network has 3 outputs", width);
    }
}
