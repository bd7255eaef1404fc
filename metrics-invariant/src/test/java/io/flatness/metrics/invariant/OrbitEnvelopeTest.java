package io.flatness.metrics.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import org.junit.jupiter.api.Test;

/** Infima over the orbit, reference values 20. */
class OrbitEnvelopeTest {
    @Test
    void infimaAreThoseOfTheReference() {
        for (JsonNode expected : Oracle.read("20-orbit-envelope-rankflip").get("envelopes")) {
            ReferenceNetwork fixture =
                    ReferenceNetwork.of(expected.get("network_fixture").asText());
            for (Level group : Level.values()) {
                Measurement trace = new OrbitMinimalTrace(new OrbitMinimalTraceParameters(group))
                        .measure(fixture.minimum(0), LocalContext.singleThreaded(1));
                double infimum = expected.get(group == Level.LAYER ? "inf_trace_layerwise" : "inf_trace_nodewise")
                        .asDouble();
                assertEquals(infimum, trace.value(), 1e-10 * infimum);
                assertTrue((double) trace.details().get("imbalance") < 1e-9);
            }
            Measurement norm = new OrbitMinimalSpectralNorm(new OrbitMinimalSpectralNormParameters(Level.LAYER))
                    .measure(fixture.minimum(0), LocalContext.singleThreaded(1));
            double infimum = expected.get("inf_specnorm_layerwise").asDouble();
            assertEquals(infimum, norm.value(), 1e-7 * infimum, norm::toString);
            assertEquals(ValueKind.EXACT, norm.kind(), norm::toString);
            assertTrue((double) norm.details().get("lowerBound") <= norm.value());
        }
    }
}
