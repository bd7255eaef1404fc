package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.Problem;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkProblemTest {
    private final Experiments experiments = Experiments.in(Path.of("..", "examples"));

    @Test
    void inlineWeightsAreRowsByInputUnit() {
        Minimum minimum = experiments.open("""
                        model: {weights: [[[1, 2], [3, 4]], [[1], [-1]]], biases: [[0.5, -8], [2]]}
                        data: {type: inline, inputs: [[1, 1], [2, 0]], targets: [[1], [2]]}
                        loss: mse
                        """).initial();
        assertArrayEquals(new double[] {1, 2, 3, 4, 0.5, -8, 1, -1, 2}, minimum.theta());
        EmpiricalRisk risk = minimum.surface().as(EmpiricalRisk.class).orElseThrow();
        // (4.5, relu(−2)) and (2.5, relu(−4)) through (1, −1) + 2
        assertArrayEquals(new double[] {6.5, 4.5}, risk.outputs(minimum.theta()));
        assertEquals((5.5 * 5.5 + 2.5 * 2.5) / 4, risk.value(minimum.theta()));
        assertEquals(
                List.of("0.weight", "0.bias", "2.weight", "2.bias"),
                minimum.surface().layout().blocks().stream().map(Block::name).toList());
    }

    @Test
    void teacherTargetsMakeAnExactMinimum() {
        Minimum minimum = experiments.open("""
                        model: {layers: [3, 5, 2], activation: tanh}
                        data: {type: random, samples: 20, features: 3, targets: teacher}
                        loss: mse
                        """).initial();
        assertEquals(0, minimum.surface().value(minimum.theta()));
        assertArrayEquals(new double[32], minimum.surface().gradient(minimum.theta()));
    }

    @ParameterizedTest
    @CsvSource({"teacher-soft, cross-entropy", "teacher, cross-entropy", "teacher, logistic", "teacher-soft, logistic"})
    void teacherMakesTheGradientOfClassifiersVanish(String targets, String loss) {
        Minimum minimum = experiments
                .open("model: {layers: [3, 5, 4]}\ndata: {type: random, samples: 20, features: 3, targets: " + targets
                        + "}\nloss: " + loss)
                .initial();
        for (double g : minimum.surface().gradient(minimum.theta())) {
            // p − y cancels to rounding
            assertEquals(0, g, 1e-15);
        }
        assertTrue(minimum.surface().value(minimum.theta()) > 0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[1], [-1], [1]]", "[[1], [0], [1]]"})
    void logisticLossTakesSignsAndBits(String targets) {
        Minimum byTargets = logistic("targets: " + targets);
        Minimum byLabels =
                logistic("labels: " + targets.replace("[", "").replace("]", "").replaceAll("^|$", ""), true);
        double[] theta = byTargets.theta();
        // outputs 1, 2, 3
        double expected = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(2)) + Math.log1p(Math.exp(-3))) / 3;
        assertEquals(expected, byTargets.surface().value(theta), 1e-15);
        assertEquals(expected, byLabels.surface().value(theta), 1e-15);
        EmpiricalRisk risk = byLabels.surface().as(EmpiricalRisk.class).orElseThrow();
        assertEquals(2.0 / 3, risk.accuracy(theta).orElseThrow());
    }

    private Minimum logistic(String labels, boolean list) {
        return logistic(list ? labels.replace("labels: ", "labels: [") + "]" : labels);
    }

    private Minimum logistic(String labels) {
        return experiments
                .open("model: {weights: [[[1]]]}\ndata: {type: inline, inputs: [[1], [2], [3]], " + labels
                        + "}\nloss: logistic")
                .initial();
    }

    @Test
    void squaredErrorMakesLabelsOneHot() {
        Minimum minimum = experiments.open("""
                        model: {weights: [[[1, 0, 0], [0, 1, 0]]]}
                        data: {type: inline, inputs: [[1, 0], [0, 2]], labels: [0, 2]}
                        loss: {type: torch-mse, reduction: sum}
                        """).initial();
        // 0 + (0, 2, −1)², as nn.MSELoss(reduction='sum') has it
        assertEquals(5.0, minimum.surface().value(minimum.theta()), 1e-15);
    }

    @Test
    void penaltyAndSmoothingReachTheLoss() {
        Minimum minimum = experiments.open("""
                        model: {weights: [[[1, 0], [0, 1]]]}
                        data: {type: inline, inputs: [[0, 0]], labels: [1]}
                        loss: {type: cross-entropy, l2: 0.5, labelSmoothing: 0.1}
                        """).initial();
        // the penalty ½ λ ‖θ‖² with ‖θ‖² = 2
        assertEquals(Math.log(2) + 0.5, minimum.surface().value(minimum.theta()), 1e-15);
    }

    @Test
    void rangesOfTheDigitsAreDisjoint() {
        Problem problem = experiments.open("""
                model: {file: models/digits-mlp.onnx}
                data: {type: digits, range: [0, 1000]}
                test: {type: digits, range: [1000, 1797], samples: 700}
                loss: cross-entropy
                """);
        EmpiricalRisk data = problem.initial().surface().as(EmpiricalRisk.class).orElseThrow();
        assertEquals(1000, data.sampleCount());
        assertEquals(700, problem.test().orElseThrow().sampleCount());
        double both = 1000 * data.value(problem.initial().theta())
                + 700 * problem.test().orElseThrow().value(problem.initial().theta());
        LossSurface together = experiments.open("""
                        model: {file: models/digits-mlp.onnx}
                        data: {type: digits, samples: 1700}
                        loss: cross-entropy
                        """).initial().surface();
        assertEquals(1700 * together.value(problem.initial().theta()), both, 1e-12 * both);
    }

    @Test
    void singlePrecisionIsCloseToDouble() {
        double[] losses = new double[2];
        String[] precisions = {"float64", "float32"};
        for (int i = 0; i < 2; i++) {
            Minimum minimum = experiments
                    .open(
                            "model: {file: models/digits-mlp.onnx}\ndata: {type: digits}\nloss: cross-entropy\nprecision: "
                                    + precisions[i])
                    .initial();
            losses[i] = minimum.surface().value(minimum.theta());
        }
        assertEquals(losses[0], losses[1], 1e-5 * losses[0]);
        assertTrue(losses[0] != losses[1], "single precision was not used");
    }

    @Test
    void seedDecidesTheInitialization() {
        String yaml = "model: {layers: [4, 3, 2]}\ndata: {type: random, samples: 5, features: 4, classes: 2}\n"
                + "loss: cross-entropy";
        double[] one = Experiments.in(Path.of(""), 1, 1).open(yaml).initial().theta();
        double[] again = Experiments.in(Path.of(""), 1, 2).open(yaml).initial().theta();
        double[] other = Experiments.in(Path.of(""), 2, 1).open(yaml).initial().theta();
        assertArrayEquals(one, again);
        assertTrue(one[0] != other[0]);
        // biases start at 0
        assertArrayEquals(new double[3], Arrays.copyOfRange(one, 12, 15));
    }

    @Test
    void heInitializationHasItsVariance() {
        double[] theta = experiments
                .open("model: {layers: [100, 200], bias: false}\n"
                        + "data: {type: random, samples: 1, features: 100, classes: 2}\nloss: cross-entropy")
                .initial()
                .theta();
        double square = 0;
        for (double w : theta) {
            square += w * w;
        }
        // variance 2/100; 4 standard errors of a mean of 20,000 squares
        assertEquals(0.02, square / theta.length, 4 * 0.02 * Math.sqrt(2.0 / theta.length));
    }
}
