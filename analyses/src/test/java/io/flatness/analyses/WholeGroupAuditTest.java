package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bundled metrics claim of rescalings, on networks of every kind that has another group of them. */
class WholeGroupAuditTest {
    private static final String FLAT = "{type: random, samples: 12, features: 4, classes: 3}";
    private static final String IMAGES = "{type: random, samples: 6, features: 16, classes: 3, inputShape: [1, 4, 4]}";

    private static final Map<String, String> NETWORKS = new TreeMap<>(Map.of(
            "plain",
            "model: {layers: [{type: dense, units: 5}, relu, {type: dense, units: 4}, relu, {type: dense, units: 3}]}, data: "
                    + FLAT,
            "odd",
            "model: {layers: [{type: dense, units: 4}, tanh, {type: dense, units: 3}]}, data: " + FLAT,
            "pieces",
            "model: {layers: [{type: dense, units: 6}, {type: maxout, pieces: 2}, {type: dense, units: 3}]}, data: " + FLAT,
            "norms",
            "model: {layers: [{type: conv2d, channels: 2, kernel: 3, bias: false}, batch-norm, relu, flatten, {type: dense, units:"
                    + " 3, bias: false}, batch-norm, relu, {type: dense, units: 3}]}, data: " + IMAGES,
            "stream",
            "model: {layers: [{type: dense, units: 4}, {type: residual, layers: [{type: dense, units: 3}, relu, {type: dense,"
                    + " units: 4}]}, relu, {type: dense, units: 3}]}, data: " + FLAT,
            "joined",
            "model: {layers: [{type: dense, units: 3}, {type: concat, branches: [[{type: dense, units: 2}, relu], [{type: dense,"
                    + " units: 3}, relu]]}, {type: dense, units: 3}]}, data: " + FLAT));

    private static final String METRICS = """
            metrics:
              - {id: trace, type: hessian-trace}
              - {id: norm, type: hessian-spectral-norm}
              - {id: frobenius, type: hessian-frobenius-norm}
              - {id: top, type: hessian-top-eigenvalues, count: 1}
              - {id: rank, type: hessian-rank}
              - {id: log-determinant, type: hessian-log-determinant}
              - {id: dimension, type: effective-dimension}
              - {id: spectral-entropy, type: hessian-spectral-entropy}
              - {id: weighted-trace, type: hessian-weighted-trace}
              - {id: alignment, type: hessian-gradient-alignment}
              - {id: residual, type: hessian-residual-share}
              - {id: minimal-trace, type: orbit-minimal-trace}
              - {id: minimal-trace-node, type: orbit-minimal-trace, group: node}
              - {id: minimal-norm, type: orbit-minimal-spectral-norm}
              - {id: gauge-trace, type: gauge-fixed-trace}
              - {id: gauge-norm, type: gauge-fixed-spectral-norm}
              - {id: path, type: path-norm}
              - {id: fisher-rao, type: fisher-rao-norm}
              - {id: fisher-rao-empirical, type: fisher-rao-norm, fisher: empirical}
              - {id: fisher-hessian, type: fisher-hessian-trace}
              - {id: fisher-gradient, type: fisher-gradient-norm}
              - {id: information, type: information-sharpness}
              - {id: pencil, type: fisher-pencil}
              - {id: relative, type: relative-flatness}
              - {id: normalized, type: normalized-sharpness}
              - {id: layer-normalized, type: layer-normalized-hessian-norm}
              - {id: input, type: input-gradient-norm}
              - {id: outputs, type: input-gradient-norm, of: outputs}
              - {id: margin, type: output-margin}
              - {id: length, type: parameter-norm}
              - {id: norms, type: layer-norms}
              - {id: ratio, type: layer-norms, combine: ratio}
              - {id: average-adaptive, type: average-sharpness, adaptive: true, samples: 300}
              - {id: laplace, type: volume-laplace, flat: leave-out}
            analyses:
              - {id: audit, type: invariance-audit}
              - {id: layers, type: orbit-envelope, metric: trace}
              - {id: units, type: orbit-envelope, metric: trace, group: node}
              - {id: norm-layers, type: orbit-envelope, metric: norm}
              - {id: frobenius-layers, type: orbit-envelope, metric: frobenius}
              - {id: length-units, type: orbit-envelope, metric: length, group: node}
            """;

    /** Searches, which take most of the time: {@code -Dflatness.audit=whole}. */
    private static final String SEARCHES = "whole".equals(System.getProperty("flatness.audit"))
            ? """
              - {id: adaptive, type: adaptive-sharpness, rho: 0.01}
              - {id: adaptive-layers, type: adaptive-sharpness, rho: 0.01, relativeTo: layer}
            """
            : "";

    private static Map<String, JsonNode> analyses(Path folder, String network) {
        JsonNode results = Experiments.run(
                folder,
                "name: whole-group\nseed: 3\nproblems:\n  - {id: net, type: network, " + NETWORKS.get(network)
                        + ", loss: cross-entropy}\n" + METRICS.replace("analyses:\n", SEARCHES + "analyses:\n"));
        Map<String, JsonNode> analyses = new LinkedHashMap<>();
        results.get("analyses").forEach(analysis -> analyses.put(analysis.get("id").asText(), analysis));
        return analyses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "pieces", "norms", "stream", "joined"})
    void noBundledMetricBreaksItsClaimAndEnvelopesContainEachOther(String network, @TempDir Path folder) {
        Map<String, JsonNode> analyses = analyses(folder, network);
        JsonNode audit = analyses.get("audit");
        assertEquals("measured", audit.get("status").asText(), audit.toPrettyString());
        assertEquals("[]", audit.get("brokenClaims").toString());
        JsonNode layers = analyses.get("layers");
        JsonNode units = analyses.get("units");
        double value = layers.get("value").asDouble();
        assertEquals("exact", layers.get("infimumKind").asText());
        assertTrue(layers.get("infimum").asDouble() <= value * (1 + 1e-12));
        assertTrue(units.get("infimum").asDouble() <= layers.get("infimum").asDouble() * (1 + 1e-12));
        int moved = 0;
        for (JsonNode comparison : audit.get("comparisons")) {
            boolean rescaled = comparison.get("transform").asText().equals("group-rescaling");
            if (rescaled && comparison.get("metric").asText().equals("trace")) {
                double after = comparison.get("after").asDouble();
                String group =
                        comparison.get("transformParameters").get("group").asText();
                JsonNode envelope = group.equals("layer") ? layers : units;
                assertTrue(after >= envelope.get("infimum").asDouble() * (1 - 1e-9), group);
                moved++;
            }
        }
        assertEquals(4, moved);
        int lengths = 0;
        for (JsonNode comparison : audit.get("comparisons")) {
            boolean rescaled = comparison.get("transform").asText().equals("group-rescaling");
            if (rescaled && comparison.get("metric").asText().equals("length")) {
                assertTrue(comparison.get("asExpected").asBoolean());
                assertTrue(comparison.get("after").asDouble()
                        >= analyses.get("length-units").get("infimum").asDouble() * (1 - 1e-9));
                lengths++;
            }
        }
        assertEquals(4, lengths);
        JsonNode norm = analyses.get("norm-layers");
        assertTrue(norm.get("lowerBound").asDouble() <= norm.get("infimum").asDouble());
        JsonNode frobenius = analyses.get("frobenius-layers");
        assertEquals("exact", frobenius.get("infimumKind").asText(), frobenius.toPrettyString());
        assertTrue(frobenius.get("infimum").asDouble() >= norm.get("lowerBound").asDouble());
    }

    @Test
    void withoutRescalingsClaimsAreTestedByTheOtherFamilies(@TempDir Path folder) {
        Map<String, JsonNode> analyses = analyses(folder, "odd");
        JsonNode audit = analyses.get("audit");
        assertEquals("measured", audit.get("status").asText(), audit.toPrettyString());
        assertEquals("[]", audit.get("brokenClaims").toString());
        assertTrue(audit.get("verdicts").get("trace").has("sign-flip"));
        assertEquals("not-applicable", analyses.get("layers").get("status").asText());
    }
}
