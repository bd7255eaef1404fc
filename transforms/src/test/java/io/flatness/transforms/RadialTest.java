package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Oracle;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RadialTest {
    private final LocalContext context = LocalContext.singleThreaded(3);

    @Test
    void agreesWithTheReferenceInTheBallTheShellAndOutside() {
        for (JsonNode row : Oracle.read("15-radial").get("rows")) {
            double[] theta = Oracle.numbers(row.get("theta"));
            int n = theta.length;
            Bijection inverse = new InverseBijection(new RadialMap(
                    Oracle.numbers(row.get("theta_hat")),
                    Oracle.numbers(row.get("theta_hat")),
                    new PiecewiseProfile(
                            row.get("rho").asDouble(),
                            row.get("rhat").asDouble(),
                            row.get("delta").asDouble())));
            assertArrayEquals(Oracle.numbers(row.get("eta")), inverse.forward(theta), 1e-14);
            assertArrayEquals(
                    Oracle.numbers(row.get("inverse_of_eta")), inverse.inverse(Oracle.numbers(row.get("eta"))), 1e-14);
            assertEquals(row.get("log_abs_det").asDouble(), inverse.logAbsDeterminant(theta), 1e-12);
            double[] jacobian = Oracle.numbers(row.get("jacobian_ginv"));
            for (int j = 0; j < n; j++) {
                double[] basis = new double[n];
                basis[j] = 1;
                double[] column = inverse.pushForward(theta, basis);
                for (int i = 0; i < n; i++) {
                    assertEquals(jacobian[i * n + j], column[i], 1e-13);
                }
            }
        }
    }

    @Test
    void outsideTheBallNotOneBitMoves() {
        RadialMap map = new RadialMap(new double[2], new double[2], new PiecewiseProfile(0.3, 0.6, 1));
        double[] outside = {0.9, 0.7};
        assertArrayEquals(outside, map.forward(outside));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.4, 16", "0.4, 0.1, 0.0625"})
    void hessianAtTheCenterIsMultipliedByTheSquareOfTheRatio(double rho, double rHat, double ratio) {
        SmoothSurface base = SmoothSurface.random(3, context.random("surface"));
        double[] theta = {0.3, -0.2, 0.9};
        Transformed moved = Radial.of(new RadialParameters(Center.of("minimum"), 1, rho, rHat))
                .apply(new Minimum(base, theta), context);
        assertArrayEquals(theta, moved.minimum().theta());
        double[] v = {1, 2, -1};
        double[] before = base.hessianAt(theta).apply(v);
        double[] after = moved.minimum().surface().hessianAt(theta).apply(v);
        for (int i = 0; i < v.length; i++) {
            assertEquals(ratio * before[i], after[i], 1e-12 * Math.abs(after[i]));
        }
    }

    @Test
    void radiiMustLieInOrder() {
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class, () -> new RadialParameters(Center.of("minimum"), 1, 1.5, 0.5));
        assertEquals("rho", refused.parameter());
        assertEquals("rho is 1.5; it must lie between 0 and delta = 1.0", refused.getMessage());
    }

    @Test
    void centerMustHaveOneNumberPerParameter() {
        SmoothSurface base = SmoothSurface.random(3, context.random("surface"));
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> Radial.of(new RadialParameters(Center.of(java.util.List.of(1, 2)), 1, 0.5, 0.25))
                        .check(base));
        assertEquals("center has 2 coordinates but the loss surface has 3 parameters", refused.getMessage());
    }
}
