package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.metrics.volume.VolumeLaplaceParameters.FlatDirections;
import io.flatness.reference.Oracle;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Laplace volumes, Gaussian masses, local entropy and fixed directions against reference values 12. */
class GaussianVolumeTest {
    private static MetricContext context() {
        return LocalContext.singleThreaded(5);
    }

    private static Minimum quadratic(double base, double[] curvatures, double... center) {
        FormulaSurface surface = new FormulaSurface(curvatures.length, 1, x -> {
            double sum = base;
            for (int i = 0; i < x.length; i++) {
                sum += 0.5 * curvatures[i] * (x[i] - center[i]) * (x[i] - center[i]);
            }
            return sum;
        });
        return new Minimum(surface.withHessian(curvatures), center);
    }

    private static Measurement laplace(Minimum minimum, double epsilon) {
        return new VolumeLaplace(new VolumeLaplaceParameters(epsilon, 1e-9, FlatDirections.REFUSE))
                .measure(minimum, context());
    }

    @Test
    void ellipsoidsOfAllConditionsHaveTheirLaplaceVolume() {
        for (JsonNode expected : Oracle.read("12-volume-nd").get("cases")) {
            if (!expected.get("kind").asText().equals("ellipsoid")) {
                continue;
            }
            int n = expected.get("n").asInt();
            double[] curvatures = new double[n];
            for (int i = 0; i < n; i++) {
                curvatures[i] = Math.pow(expected.get("cond").asDouble(), -i / (n - 1.0));
            }
            Measurement measured = laplace(
                    quadratic(0, curvatures, new double[n]), expected.get("eps").asDouble());
            double volume = expected.get("log_volume").asDouble();
            assertEquals(volume, measured.value(), 1e-10 * Math.max(1, Math.abs(volume)));
        }
    }

    @Test
    void flatDirectionsAreRefusedUnlessTheyAreToBeLeftOut() {
        Minimum minimum = quadratic(0, new double[] {2, 0, 8}, new double[3]);
        double area = Math.log(Math.PI * Math.sqrt(1.0 / 4));
        Measurement refused = laplace(minimum, 1);
        assertEquals(ValueKind.UNDEFINED, refused.kind());
        assertEquals(area, (double) refused.details().get("estimate"), 1e-12);
        assertEquals(
                "the ellipsoid has no end in 1 of 3 directions, which do not curve upward; details.estimate is its volume"
                        + " in the other 2",
                refused.reason());
        Measurement leftOut = new VolumeLaplace(new VolumeLaplaceParameters(1, 1e-9, FlatDirections.LEAVE_OUT))
                .measure(minimum, context());
        assertEquals(ValueKind.EXACT, leftOut.kind());
        assertEquals(area, leftOut.value(), 1e-12);
        assertEquals(2, leftOut.details().get("rank"));
    }

    @Test
    void besideItsMinimumTheModelIsMeasuredFromThePoint() {
        // L = ½ (x² + 4y²) at (1, 0): {L < ½ + ε} is an ellipse of level ½ + ε
        FormulaSurface surface = new FormulaSurface(
                        2, x -> 0.5 * (x[0] * x[0] + 4 * x[1] * x[1]), x -> new double[] {x[0], 4 * x[1]})
                .withHessian(new double[] {1, 4});
        Measurement measured = laplace(new Minimum(surface, new double[] {1, 0}), 0.1);
        assertEquals(Math.log(Math.PI * 2 * 0.6 / 2), measured.value(), 1e-12);
    }

    @Test
    void gaussianMassesOfBallsAreThoseOfTheNoncentralChiSquare() {
        for (JsonNode expected : Oracle.read("12-volume-nd").get("cases")) {
            if (!expected.get("kind").asText().equals("gaussian_prior_mass")) {
                continue;
            }
            int n = expected.get("n").asInt();
            double[] curvatures = new double[n];
            Arrays.fill(curvatures, expected.get("lam").asDouble());
            double[] center = new double[n];
            center[0] = expected.get("|c|").asDouble();
            Measurement measured = new BasinLogVolume(new BasinLogVolumeParameters(
                            expected.get("eps").asDouble(),
                            48_000,
                            expected.get("prior_sigma").asDouble(),
                            Curvature.HESSIAN,
                            Cost.LOSS))
                    .measure(quadratic(0, curvatures, center), context());
            assertEquals(ValueKind.ESTIMATE, measured.kind());
            assertEquals(expected.get("log_mass").asDouble(), measured.value(), 4 * measured.standardError());
            assertTrue(measured.standardError() < 0.15, measured::toString);
        }
    }

    @Test
    void aGaussianHasMassOneHoweverFarTheSetReaches() {
        FormulaSurface flat = new FormulaSurface(3, 1, x -> 1e-9 * (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]))
                .withHessian(new double[] {2e-9, 2e-9, 2e-9});
        Measurement measured = new BasinLogVolume(
                        new BasinLogVolumeParameters(1, 48_000, 1.0, Curvature.HESSIAN, Cost.LOSS))
                .measure(new Minimum(flat, new double[] {0, 0, 0}), context());
        assertEquals(0, measured.value(), 4 * measured.standardError());
        assertTrue(measured.value() <= 0 && measured.standardError() < 0.01, measured::toString);
    }

    @Test
    void integralsAlongARayAreExact() {
        // n = 1, a = 0, b = 1: the error function; n = 2, a = 0, b = 1: 1 − e^{−r²/2}
        assertEquals(Math.log(0.5 * Math.sqrt(2 * Math.PI)), new RadialMass(1, 0, 1).logIntegral(50), 1e-12);
        for (double r : new double[] {1e-8, 0.3, 1, 4, 30, 1e6}) {
            assertEquals(Math.log(-Math.expm1(-0.5 * r * r)), new RadialMass(2, 0, 1).logIntegral(r), 1e-11, "r " + r);
        }
        // n = 1, a = 2, b tiny: an exponential
        assertEquals(Math.log(-Math.expm1(-6.0) / 2), new RadialMass(1, 2, 1e-14).logIntegral(3), 1e-11);
        // n = 3, a = 0: ∫ t² e^{−bt²/2} dt = √(π/2) b^{−3/2}
        assertEquals(0.5 * Math.log(Math.PI / 2) - 1.5 * Math.log(4), new RadialMass(3, 0, 4).logIntegral(100), 1e-11);
    }

    @Test
    void localEntropyOfAQuadraticIsExact() {
        for (JsonNode expected : Oracle.read("12-volume-nd").get("cases")) {
            if (!expected.get("kind").asText().equals("local_entropy_quadratic")) {
                continue;
            }
            double[] curvatures = Oracle.numbers(expected.get("lambda"));
            Measurement measured = new LocalEntropy(
                            new LocalEntropyParameters(expected.get("gamma").asDouble(), 200))
                    .measure(
                            quadratic(expected.get("L0").asDouble(), curvatures, new double[curvatures.length]),
                            context());
            assertEquals(expected.get("log_local_entropy").asDouble(), measured.value(), 1e-10);
            assertTrue(measured.standardError() < 1e-10);
        }
    }

    @Test
    void localEntropyOfTheRectifiedHyperbolaChangesAlongItsOrbit() {
        // ∫∫ by the trapezoidal rule on a grid fine enough for ten digits
        for (double alpha : new double[] {1, 2, 4}) {
            double[] at = {alpha, 1 / alpha};
            double sum = 0;
            double h = 0.01;
            for (double a = -8; a <= 8; a += h) {
                for (double b = -8; b <= 8; b += h) {
                    double r = Math.max(at[0] + a, 0) * (at[1] + b) - 1;
                    sum += Math.exp(-0.5 * r * r - 0.5 * (a * a + b * b));
                }
            }
            FormulaSurface surface = new FormulaSurface(2, 1, x -> {
                        double r = Math.max(x[0], 0) * x[1] - 1;
                        return 0.5 * r * r;
                    })
                    .withHessian(new double[] {1 / alpha / alpha, alpha * alpha});
            Measurement measured = new LocalEntropy(new LocalEntropyParameters(1, 20_000))
                    .measure(new Minimum(surface, at), context());
            assertEquals(
                    Math.log(sum * h * h), measured.value(), 4 * measured.standardError() + 1e-4, measured::toString);
            assertTrue(measured.standardError() < 0.02);
        }
    }

    @Test
    void fixedDirectionsGiveTheReferenceEstimates() {
        for (JsonNode expected : Oracle.read("12-volume-nd").get("cases")) {
            if (!expected.get("kind").asText().equals("radial_fixed_directions")) {
                continue;
            }
            double[] curvatures = Oracle.numbers(expected.get("lambda"));
            int n = curvatures.length;
            SublevelSet set = SublevelSet.around(
                    quadratic(0, curvatures, new double[n]), expected.get("eps").asDouble());
            double[] logs = new double[expected.get("unit_directions").size()];
            for (int k = 0; k < logs.length; k++) {
                double[] direction =
                        Oracle.numbers(expected.get("unit_directions").get(k));
                Scan.Exit exit = new Scan(24, 1e4).first(t -> set.excess(direction, t), 1);
                assertEquals(expected.get("radii").get(k).asDouble(), exit.distance(), 1e-10 * exit.distance());
                logs[k] = StarVolume.logBall(n) + n * Math.log(exit.distance());
            }
            assertEquals(expected.get("log_mean").asDouble(), LogMean.of(logs).value(), 1e-9);
        }
    }
}
