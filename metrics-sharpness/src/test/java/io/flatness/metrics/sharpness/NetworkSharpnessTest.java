package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ε-sharpness of real networks against the best values found independently. */
class NetworkSharpnessTest {
    private static final int BUDGET = Depth.LONG ? 20_000 : 2000;

    private static Measurement measure(Minimum minimum, double epsilon, long budget) {
        return new EpsilonSharpness(new EpsilonSharpnessParameters(epsilon, Scope.ALL, new Effort(8, budget)))
                .measure(minimum, LocalContext.singleThreaded(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mlp-231-relu-mse",
                "02-mlp-453-relu-bias-ce",
                "02b-mlp-434-relu-bias-ce",
                "03-mlp-3432-relu-mse",
                "04-mlp-341-leaky-bias-logistic",
                "04b-mlp-3432-relu-bias-mse"
            })
    void theBestValueIsAtLeastThatOfTheReference(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        JsonNode expected = fixture.point(0).get("invariant_metrics").get("eps_sharpness_def2");
        Measurement measured = measure(fixture.minimum(0), expected.get("eps").asDouble(), BUDGET);
        double reference = expected.get("value").asDouble();
        // the references are lower bounds too, good to 1e-5
        assertTrue(measured.value() >= reference * (1 - 1e-5), measured.value() + " of " + reference);
        assertTrue(measured.value() <= (double) measured.details().get("upper"));
    }

    @Test
    void aRescaledNetworkReachesTheZeroPredictor() {
        JsonNode section = Oracle.read("14-sharpness-small").get("section_4_3");
        for (JsonNode row : section.get("rows")) {
            Minimum original =
                    ReferenceNetwork.of(section.get("network_fixture").asText()).minimum(0);
            Minimum rescaled = new Minimum(original.surface(), Oracle.numbers(row.get("theta_prime")));
            Measurement measured = measure(rescaled, row.get("eps").asDouble(), BUDGET);
            double bound = row.get("lower_bound_def2").asDouble();
            // the zero point lies on the boundary: the certified point may stay a few rounding units inside
            assertEquals(bound, (double) measured.details().get("zeroLayer"), 1e-9 * bound);
            double best = row.get("best_found_def2").asDouble();
            assertTrue(measured.value() >= best * (1 - 1e-4), measured.value() + " of " + best);
            double before = row.get("def2_at_original").asDouble();
            assertTrue(measure(original, row.get("eps").asDouble(), BUDGET).value() >= before * (1 - 1e-4));
        }
    }
}
