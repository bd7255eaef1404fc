package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import io.flatness.reference.Oracle;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankingsTest {
    private final JsonNode oracle = Oracle.read("22-input-representation").get("app_c");

    @Test
    void rescaledErrorsRankTheOtherWayRound() {
        double[] rescale = Oracle.numbers(oracle.get("rescale"));
        String[] models = {"error_A", "error_B"};
        for (int m = 0; m < 2; m++) {
            double[] error = Oracle.numbers(oracle.get(models[m]));
            double[] zero = new double[2];
            double raw = OutputRepresentation.meanSquaredError(error, zero);
            assertEquals(oracle.get("mse_raw").get(m).asDouble(), raw, 1e-15);
            double[] scaled =
                    OutputRepresentation.changed(error, 2, y -> new double[] {rescale[0] * y[0], rescale[1] * y[1]});
            assertEquals(
                    oracle.get("mse_rescaled").get(m).asDouble(),
                    OutputRepresentation.meanSquaredError(scaled, zero),
                    1e-14);
        }
    }

    @Test
    void earthMoverDistancesRankTheOtherWayRoundAfterAMonotoneMap() {
        JsonNode w1 = oracle.get("w1_1d");
        double[] p = Oracle.numbers(w1.get("samples_P"));
        for (String other : new String[] {"Q", "R"}) {
            double[] q = Oracle.numbers(w1.get("samples_" + other));
            assertEquals(w1.get("W1_P" + other).asDouble(), OutputRepresentation.earthMover(p, q, 1), 1e-14);
            assertEquals(
                    w1.get("W1_P" + other + "_mapped").asDouble(),
                    OutputRepresentation.earthMover(OutputRepresentation.cubed(p), OutputRepresentation.cubed(q), 1),
                    1e-13);
        }
    }

    @Test
    void modelsAreRankedInEveryRepresentation(@TempDir Path folder) {
        JsonNode analysis = Experiments.analysis(Experiments.run(folder, """
                name: ranking
                seed: 5
                problems:
                  - id: truth
                    type: network
                    model: {layers: [3, 5, 2], activation: relu}
                    data: {type: random, samples: 30, features: 3, classes: 2}
                    loss: cross-entropy
                  - id: A
                    type: network
                    model: {layers: [3, 4, 2], activation: relu}
                    data: {type: random, samples: 30, features: 3, classes: 2}
                    loss: cross-entropy
                  - id: B
                    type: network
                    model: {layers: [3, 6, 2], activation: tanh}
                    data: {type: random, samples: 30, features: 3, classes: 2}
                    loss: cross-entropy
                metrics:
                  - {id: trace, type: hessian-trace}
                  - {id: norm, type: hessian-spectral-norm}
                analyses:
                  - {id: order, type: representation-ranking, metric: norm, reference: truth}
                """));
        assertEquals(4 + 2 * 4, analysis.get("rankings").size());
        for (JsonNode ranking : analysis.get("rankings")) {
            int models = ranking.get("criterion").asText().equals("norm") ? 3 : 2;
            assertEquals(models, ranking.get("order").size());
            double previous = 0;
            for (JsonNode model : ranking.get("order")) {
                double value = ranking.get("values").get(model.asText()).asDouble();
                assertTrue(value >= previous);
                previous = value;
            }
        }
    }
}
