package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Oracle;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

class PowerReparametrizationTest {
    private final LocalContext context = LocalContext.singleThreaded(3);

    @Test
    void agreesWithTheReferenceOnFigureFive() {
        for (JsonNode figure : Oracle.read("16-reparametrisation").get("figure5")) {
            PowerProfile profile =
                    new PowerProfile(figure.get("a").asDouble(), figure.get("b").asDouble());
            ElementwiseMap map =
                    new ElementwiseMap(new double[] {figure.get("theta_hat").asDouble()}, new double[1], profile);
            for (JsonNode minimum : figure.get("minima")) {
                double[] theta = {minimum.get("theta").asDouble()};
                assertEquals(minimum.get("eta").asDouble(), map.forward(theta)[0], 1e-12);
                double slope = map.pushForward(theta, new double[] {1})[0];
                assertEquals(minimum.get("deta_dtheta").asDouble(), slope, 1e-12 * slope);
                double curvature = minimum.get("curvature_eta").asDouble();
                assertEquals(curvature, minimum.get("curvature_theta").asDouble() / (slope * slope), 1e-9 * curvature);
            }
            for (JsonNode sample : figure.get("inverse_samples")) {
                double theta = sample.get("theta").asDouble();
                assertEquals(theta, map.inverse(new double[] {sample.get("eta").asDouble()})[0], 1e-9);
            }
        }
    }

    @Test
    void inverseHoldsOverManyOrdersOfMagnitude() {
        for (double a : new double[] {-0.499, -0.3, 0, 1, 4}) {
            for (double b : new double[] {0, 1e-8, 0.1, 1e6}) {
                PowerProfile profile = new PowerProfile(a, b);
                for (int exponent = -12; exponent <= 12; exponent++) {
                    double r = 1.37 * Math.pow(10, exponent);
                    assertEquals(r, profile.inverse(profile.value(r)), 1e-13 * r / Math.min(1, 1 + 2 * a));
                }
            }
        }
    }

    @Test
    void farAndNearScalesNeitherOverflowNorUnderflow() {
        PowerProfile profile = new PowerProfile(0.25, 1e-3);
        assertEquals(1e200, profile.inverse(profile.value(1e200)), 1e188);
        assertEquals(1e-200, profile.inverse(profile.value(1e-200)), 1e-212);
    }

    @Test
    void centerWithoutSmoothingIsRefused() {
        SmoothSurface base = SmoothSurface.random(2, context.random("surface"));
        Minimum minimum = new Minimum(base, new double[] {0.5, 0.25});
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> PowerReparametrization.of(
                                new PowerParameters(Center.of("minimum"), 1, 0, PowerParameters.Per.NORM))
                        .apply(minimum, context));
        assertEquals(
                "power-reparametrization with b = 0 has the derivative 0 at its center, where this point lies;"
                        + " take b > 0",
                refused.getMessage());
    }

    @Test
    void powersThatAreNoBijectionAreRefused() {
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> new PowerParameters(Center.of(0), -0.5, 0.1, PowerParameters.Per.NORM));
        assertEquals(
                "a is -0.5; it must be above -0.5: there the map stops being a bijection of the line",
                refused.getMessage());
    }
}
