package io.flatness.networks.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.networks.problem.Experiments;
import io.flatness.spi.Problem;
import io.flatness.spi.loss.EmpiricalRisk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    @ParameterizedTest
    @ValueSource(strings = {"{epochs: 5, learningRate: 0.01}", "{optimizer: sgd, epochs: 3, learningRate: 0.2}"})
    void miniBatchesLearnTheDigits(String train) {
        Problem.Solution solution = solve(1, "layers: [64, 16, 10]", "digits, samples: 1000", "cross-entropy", train);
        EmpiricalRisk risk =
                solution.minimum().surface().as(EmpiricalRisk.class).orElseThrow();
        double accuracy = risk.accuracy(solution.minimum().theta()).orElseThrow();
        assertTrue(accuracy > 0.8, "accuracy " + accuracy);
        assertEquals(risk.value(solution.minimum().theta()), solution.training().get("loss"));
    }

    @Test
    void trainingHasTheSameBitsForAnyNumberOfThreads() {
        String train = "{epochs: 2, batchSize: 100, polish: {gradientNorm: 1e-2, budget: 30}}";
        Problem.Solution one = solve(1, "layers: [64, 16, 10]", "digits, samples: 700", "cross-entropy", train);
        Problem.Solution two = solve(2, "layers: [64, 16, 10]", "digits, samples: 700", "cross-entropy", train);
        assertArrayEquals(one.minimum().theta(), two.minimum().theta());
        assertEquals(one.training(), two.training());
    }

    @Test
    void polishReachesTheGradientAskedForOnASmoothProblem() {
        Problem.Solution solution = solve(
                1,
                "layers: [64, 10]",
                "digits, samples: 300",
                "{type: cross-entropy, l2: 1e-2}",
                "{epochs: 1, polish: {gradientNorm: 1e-12}}");
        assertEquals("reached", solution.training().get("status"));
        double[] gradient =
                solution.minimum().surface().gradient(solution.minimum().theta());
        double square = 0;
        for (double g : gradient) {
            square += g * g;
        }
        assertTrue(Math.sqrt(square) <= 1e-12, "‖g‖ = " + Math.sqrt(square));
    }

    @Test
    void crossEntropyWithoutNoiseIsSaidToSaturate() {
        Problem.Solution solution = solve(
                1,
                "layers: [64, 16, 10]",
                "digits, samples: 200",
                "cross-entropy",
                "{epochs: 10, polish: {gradientNorm: 1e-6}}");
        assertEquals("saturated", solution.training().get("status"));
    }

    @Test
    void polishSaysWhenItsBudgetIsSpent() {
        Problem.Solution solution = solve(
                1,
                "layers: [64, 16, 10]",
                "digits, samples: 200",
                "{type: cross-entropy, labelSmoothing: 0.1}",
                "{epochs: 0, polish: {gradientNorm: 1e-12, budget: 5}}");
        assertEquals("budget", solution.training().get("status"));
        Map<?, ?> polish = (Map<?, ?>) solution.training().get("polish");
        assertTrue(String.valueOf(polish.get("reason")).startsWith("the budget of 5 gradients ended"));
    }

    @Test
    void minimumAtAKinkIsSaidToBeStalled() {
        // ½(φ(w) + 1)² with φ(w) = w above 0 and −w/2 below falls towards w = 0 from both sides
        Problem.Solution solution = solve(
                1,
                "layers: [{type: dense, units: 1, bias: false}, {type: leaky-relu, slope: -0.5}]",
                "inline, inputs: [[1]], targets: [[-1]]",
                "mse",
                "{epochs: 0, polish: {gradientNorm: 1e-9, budget: 500}}");
        assertEquals("stalled", solution.training().get("status"));
        Map<?, ?> polish = (Map<?, ?>) solution.training().get("polish");
        String reason = String.valueOf(polish.get("reason"));
        assertTrue(reason.endsWith("of a kink, where the loss has no derivative"), reason);
        assertEquals(0, solution.minimum().theta()[0], 1e-6);
    }

    private static Problem.Solution solve(int threads, String model, String data, String loss, String train) {
        return Experiments.in(Path.of(""), 7, threads)
                .solve("model: {" + model + "}\ndata: {type: " + data + "}\nloss: " + loss + "\ntrain: " + train);
    }
}
