package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    @Test
    void correlationOfTheTraceDependsOnHowTheNetworksAreWritten(@TempDir Path folder) {
        JsonNode study = Experiments.analysis(Experiments.run(folder, """
                name: study
                seed: 5
                problems:
                  - id: net
                    type: network
                    model: {layers: [64, 8, 10], activation: relu, bias: false}
                    data: {type: digits, samples: 60}
                    test: {type: digits, samples: 200}
                    loss: cross-entropy
                    train: {optimizer: adam, epochs: 3, batchSize: [10, 30], learningRate: [0.003, 0.01, 0.03]}
                metrics:
                  - {id: trace, type: hessian-trace}
                analyses:
                  - {id: study, type: correlation, resamples: 200}
                """));
        assertEquals(6, study.get("networks").asInt());
        assertEquals(
                "[\"train.batchSize\",\"train.learningRate\"]",
                study.get("axes").toString());
        JsonNode trace = study.get("metrics").get(0);
        double tau = trace.get("before").get("tau").asDouble();
        assertTrue(trace.get("before").get("tauLow").asDouble() <= tau);
        assertTrue(trace.get("before").get("tauHigh").asDouble() >= tau);
        assertEquals(2, trace.get("before").get("psi").size());
        assertTrue(trace.get("largestChange").asDouble() > 0.5, "rewriting moves the trace by orders of magnitude");
        assertEquals(19, trace.get("afterDraws").get("draws").asInt());
    }

    @Test
    void coordinatesGiveMinimaAnyCurvature(@TempDir Path folder) {
        JsonNode analysis = Experiments.analysis(Experiments.run(folder, """
                name: perturbation
                seed: 5
                problems:
                  - {id: flat, type: quadratic, eigenvalues: [1, 0.5], at: [0, 0]}
                  - {id: sharp, type: quadratic, eigenvalues: [100, 2], at: [0, 0]}
                metrics:
                  - {id: norm, type: hessian-spectral-norm}
                analyses:
                  - {id: order, type: rank-perturbation, metric: norm}
                """));
        assertEquals("[\"flat\",\"sharp\"]", analysis.get("orderBefore").toString());
        assertEquals("[\"sharp\",\"flat\"]", analysis.get("orderAfter").toString());
        assertEquals(0, analysis.get("largestError").asDouble(), 1e-9);
    }
}
