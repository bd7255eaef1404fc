package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Oracle;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

/** Closed forms of reference values 14. */
class EpsilonSharpnessTest {
    private static final String ORACLE = "14-sharpness-small";

    private static Measurement measure(LossSurface surface, double epsilon, double... theta) {
        return new EpsilonSharpness(new EpsilonSharpnessParameters(epsilon, Scope.ALL, new Effort(4, 4000)))
                .measure(new Minimum(surface, theta), LocalContext.singleThreaded(5));
    }

    @Test
    void theRectifiedHyperbolaHasItsClosedForm() {
        for (JsonNode expected : Oracle.cases(ORACLE, "toy_ball")) {
            double epsilon = expected.get("eps").asDouble();
            Measurement measured =
                    measure(new FormulaSurface.RectifiedHyperbola(1), epsilon, Oracle.numbers(expected.get("theta")));
            assertEquals(ValueKind.LOWER_BOUND, measured.kind());
            double value = expected.get("def2").asDouble();
            assertEquals(value, measured.value(), 1e-9 * value);
            assertTrue(measured.converged());
            assertEquals(true, measured.details().get("onBoundary"));
            double model = expected.get("quadratic_approx").asDouble();
            double secondOrder = (double) measured.details().get("secondOrder");
            if (expected.get("theta").get(0).asDouble()
                            * expected.get("theta").get(1).asDouble()
                    == 1) {
                assertEquals(model, secondOrder, 1e-9 * model);
            }
        }
    }

    @Test
    void theDoubleWellIsClimbedToItsHigherSide() {
        for (JsonNode expected : Oracle.cases(ORACLE, "nonquadratic_1d")) {
            double rise = expected.get("max_increase").asDouble();
            Measurement measured =
                    measure(new FormulaSurface.DoubleWell(), expected.get("eps").asDouble(), 1);
            assertEquals(rise, measured.value(), 1e-12 * rise);
        }
    }

    /** At a minimum a direction has no side that its sign prefers: both ends are local maxima, one is higher. */
    @Test
    void bothEndsOfADirectionAreTried() {
        for (double skew : new double[] {0.5, -0.5}) {
            Measurement measured = new EpsilonSharpness(
                            new EpsilonSharpnessParameters(1, Scope.ALL, new Effort(0, 4000)))
                    .measure(
                            new Minimum(new FormulaSurface.SkewedBowl(skew), new double[] {0}),
                            LocalContext.singleThreaded(5));
            assertEquals(1.5, measured.value(), 1e-14, "skew " + skew);
        }
    }

    @Test
    void quadraticsAttainTheTrustRegionMaximum() {
        for (JsonNode expected : Oracle.cases(ORACLE, "trust_region_quadratic")) {
            double[] g = Oracle.numbers(expected.get("g"));
            double[] center = new double[g.length];
            java.util.Arrays.fill(center, 0.25);
            double base = 3;
            LossSurface surface = new FormulaSurface.Quadratic(base, Oracle.matrix(expected.get("H")), g, center);
            Measurement measured = measure(surface, expected.get("radius").asDouble(), center);
            double maximum = expected.get("max").asDouble() / (1 + base);
            assertEquals(maximum, (double) measured.details().get("secondOrder"), 1e-9 * maximum);
            assertEquals(maximum, measured.value(), 1e-9 * maximum);
            assertTrue(measured.value() <= maximum * (1 + 1e-14), "feasible points only");
        }
    }

    @Test
    void theGradientTermStandsApart() {
        LossSurface slope = new FormulaSurface.Quadratic(
                1, new double[][] {{0, 0}, {0, 0}}, new double[] {3, 4}, new double[] {0, 0});
        Measurement measured = measure(slope, 0.1, 0, 0);
        assertEquals(0.25, (double) measured.details().get("gradientTerm"), 1e-15);
        assertEquals(0.25, measured.value(), 1e-14);
    }

    @Test
    void atAMaximumNothingRises() {
        LossSurface dome = new FormulaSurface.Quadratic(
                1, new double[][] {{-1, 0}, {0, -2}}, new double[] {0, 0}, new double[] {0, 0});
        Measurement measured = measure(dome, 0.1, 0, 0);
        assertEquals(0, measured.value());
    }

    @Test
    void scalingTheProblemScalesTheAnswer() {
        for (double scale : new double[] {1e-140, 1e-30, 1e140}) {
            double unscaled = measure(new FormulaSurface.RectifiedHyperbola(1), 0.1, 0.5, 2)
                    .value();
            Measurement scaled = measure(new FormulaSurface.RectifiedHyperbola(scale), 0.1, 0.5, 2);
            assertEquals(unscaled * scale, scaled.value(), 1e-9 * unscaled * scale);
        }
    }

    @Test
    void thePointStaysInTheClosedBallAsComputed() {
        // A radius near the rounding of the point: the certified rise may only use representable steps inside.
        LossSurface bowl = new FormulaSurface.Quadratic(
                0, new double[][] {{2, 0}, {0, 2}}, new double[] {0, 0}, new double[] {1000, 1000});
        double epsilon = 3 * Math.ulp(1000.0);
        Measurement measured = measure(bowl, epsilon, 1000, 1000);
        assertTrue(measured.value() <= epsilon * epsilon);
        assertTrue(measured.value() > 0);
    }

    @Test
    void withoutBoundsTheUpperBoundIsInfiniteAndSaysSo() {
        Measurement measured = measure(new FormulaSurface.DoubleWell(), 0.3, 1);
        assertEquals(Double.POSITIVE_INFINITY, measured.details().get("upper"));
        assertEquals(
                "none: the surface offers no certified bounds of its loss",
                measured.details().get("upperMethod"));
    }

    @Test
    void lossesBelowMinusOneAreRefused() {
        LossSurface negative =
                new FormulaSurface.Quadratic(-2, new double[][] {{1}}, new double[] {0}, new double[] {0});
        MeasurementException refused = assertThrows(MeasurementException.class, () -> measure(negative, 0.1, 0));
        assertEquals(
                "the loss at the point is -2.0; sharpness divides by 1 + L and needs a finite loss above −1",
                refused.getMessage());
    }

    @Test
    void rangesAreChecked() {
        InvalidParameterException wrong = assertThrows(
                InvalidParameterException.class,
                () -> new EpsilonSharpnessParameters(0, Scope.ALL, new Effort(4, 1000)));
        assertEquals("epsilon is 0.0 but must be positive and finite", wrong.getMessage());
        assertEquals("epsilon", wrong.parameter());
    }
}
