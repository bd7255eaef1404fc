package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files as they are found, each with what is right. */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @ParameterizedTest
    @ValueSource(strings = {"numeric-named", "named-nameless", "numeric-nameless", "dotted-numeric"})
    void namesThatAreNumbersAreNames(String file) {
        assertEquals(26, open("numeric-names", file).theta().length);
    }

    @ParameterizedTest
    @CsvSource({
        "zero_bias_mlp, 171, 'features: 8, classes: 3'",
        "batchnorm1d_mlp, 115, 'features: 8, classes: 3'",
        "conv_bn_init_preserve, 291, 'features: 192, classes: 3, inputShape: [3, 8, 8]'"
    })
    void equalTensorsStoredOnceAreSeveral(String file, int parameters, String data) {
        Minimum minimum = Experiments.in(CASES.resolve("deduplicated-initializers"))
                .open("model: {file: " + file + ".onnx}\ndata: {type: random, samples: 5, " + data
                        + "}\nloss: cross-entropy")
                .initial();
        assertEquals(parameters, minimum.theta().length);
    }

    @Test
    void tensorsBesideTheModelAreThoseInsideIt() {
        double[] inside = open("numeric-names", "named-nameless").theta();
        assertArrayEquals(inside, open("external-data", "net").theta());
    }

    private static Minimum open(String folder, String file) {
        return Experiments.in(CASES.resolve(folder))
                .open("model: {file: " + file + ".onnx}\n"
                        + "data: {type: random, samples: 5, features: 3, classes: 2}\nloss: cross-entropy")
                .initial();
    }

    @ParameterizedTest
    @CsvSource({
        "mse, mean, 3.3293600957465306",
        "mse, sum, 36.62296105321184",
        "torch-mse, mean, 2.219573397164354",
        "torch-mse, sum, 73.24592210642368"
    })
    void reductionsOfSquaredErrorAreThoseOfTheirNames(String loss, String reduction, double largest) {
        Minimum minimum = Experiments.in(CASES.resolve("torch-mse-sum"))
                .open("model: {file: net.safetensors, layers: [6, 3], bias: false}\n"
                        + "data: {type: npz, file: data.npz}\n"
                        + "loss: {type: " + loss + ", reduction: " + reduction + "}")
                .initial();
        // the loss is quadratic: iterating its Hessian finds the largest eigenvalue
        assertEquals(largest, largest(minimum.surface().hessianAt(minimum.theta())), 1e-10 * largest);
    }

    private static double largest(SymmetricOperator operator) {
        double[] x = new double[operator.dimension()];
        Arrays.setAll(x, i -> Math.sin(i + 1));
        double norm = 0;
        for (int step = 0; step < 3000; step++) {
            x = operator.apply(x);
            norm = Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
            double length = norm;
            double[] next = x;
            Arrays.setAll(next, i -> next[i] / length);
        }
        return norm;
    }

    /** For a linear network the Gauss–Newton matrix is the Hessian, with a penalty too; the Fisher matrix has none. */
    @Test
    void penaltyIsPartOfTheGaussNewtonMatrix() {
        Minimum minimum = Experiments.in(CASES)
                .open("model: {layers: [4, 3], bias: false}\n"
                        + "data: {type: random, samples: 20, features: 4, classes: 3}\n"
                        + "loss: {type: cross-entropy, l2: 1}")
                .initial();
        GaussNewton relatives = minimum.surface().as(GaussNewton.class).orElseThrow();
        double[] v = new double[minimum.theta().length];
        Arrays.setAll(v, i -> Math.sin(i + 1));
        double[] hessian = minimum.surface().hessianAt(minimum.theta()).apply(v);
        double[] gaussNewton = relatives.gaussNewtonAt(minimum.theta()).apply(v);
        double[] fisher = relatives.fisherAt(minimum.theta()).apply(v);
        for (int i = 0; i < v.length; i++) {
            assertEquals(hessian[i], gaussNewton[i], 1e-13);
            assertEquals(gaussNewton[i], fisher[i] + v[i], 1e-13);
        }
    }

    /** log det(G + λI) of a Laplace approximation, against laplace-torch. */
    @Test
    void logDeterminantOfTheGaussNewtonMatrixHoldsThePrior() {
        Minimum minimum = Experiments.in(CASES.resolve("laplace-l2"))
                .open("model: {file: net.safetensors, layers: [1, 50, 1], activation: tanh}\n"
                        + "data: {type: npz, file: data.npz}\nloss: {type: mse, reduction: sum, l2: 1}")
                .initial();
        SymmetricOperator operator =
                minimum.surface().as(GaussNewton.class).orElseThrow().gaussNewtonAt(minimum.theta());
        assertEquals(32.59176178453902, logDeterminant(operator), 1e-8);
    }

    private static double logDeterminant(SymmetricOperator operator) {
        int n = operator.dimension();
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            a[i] = operator.apply(unit);
        }
        double sum = 0;
        for (int k = 0; k < n; k++) { // Gaussian elimination of a positive definite matrix
            sum += Math.log(a[k][k]);
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        return sum;
    }
}
