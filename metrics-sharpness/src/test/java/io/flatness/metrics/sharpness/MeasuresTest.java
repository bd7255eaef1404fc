package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Critical sharpness, PAC-Bayes σ, m-sharpness and parts of the parameters. */
class MeasuresTest {
    private static final double[][] H = {{3, 1}, {1, 2}};

    private static MetricContext context() {
        return LocalContext.singleThreaded(2);
    }

    private static Minimum quadratic(double... at) {
        return new Minimum(new FormulaSurface.Quadratic(1, H, new double[2], new double[2]), at);
    }

    private static Measurement critical(Minimum minimum, double... update) {
        return new CriticalSharpness(new CriticalSharpnessParameters(update.length == 0 ? null : update, 0, Scope.ALL))
                .measure(minimum, context());
    }

    @Test
    void criticalSharpnessOfAQuadraticIsItsCurvatureAlongTheUpdate() {
        Measurement measured = critical(quadratic(1, -2));
        // g = Hθ = (1, −3), gᵀHg = 3 − 6 + 18 = 15, ‖g‖² = 10
        assertEquals(1.5, measured.value(), 1e-12);
        assertEquals(ValueKind.EXACT, measured.kind());
        assertEquals(1.5, (double) measured.details().get("secondOrder"), 1e-14);
        // u = (1, 0): uᵀHu / g·u = 3
        assertEquals(3, critical(quadratic(1, -2), 1, 0).value(), 1e-12);
        assertEquals(ValueKind.UNDEFINED, critical(quadratic(1, -2), -1, 0).kind());
        assertEquals(ValueKind.UNDEFINED, critical(quadratic(0, 0)).kind());
        assertThrows(MeasurementException.class, () -> critical(quadratic(1, 1), 1, 2, 3));
    }

    /** (x² − 1)² at 2 with u = 1: the loss is 9 again at −2, a step of 4. */
    @Test
    void criticalSharpnessLooksPastTheQuadraticRegion() {
        assertEquals(
                0.5,
                critical(new Minimum(new FormulaSurface.DoubleWell(), new double[] {2}), 1)
                        .value(),
                1e-12);
    }

    @Test
    void sigmaOfAQuadraticFollowsFromItsTrace() {
        for (double rise : new double[] {1e-8, 0.1, 1e4}) {
            Measurement measured = new PacBayesSigma(new PacBayesSigmaParameters(rise, false, 0.02, 4096, 0, Scope.ALL))
                    .measure(quadratic(7, -3), context());
            double sigma = Math.sqrt(2 * rise / 5);
            assertEquals(sigma, measured.value(), 4 * measured.standardError());
            assertTrue(measured.converged() && measured.standardError() <= 0.02 * sigma, measured::toString);
            assertEquals(1 / sigma / sigma, (double) measured.details().get("inverseSquare"), 0.2 / sigma / sigma);
        }
    }

    @Test
    void aLossThatDoesNotRiseHasNoSigma() {
        Minimum flat = new Minimum(
                new FormulaSurface.Quadratic(0, new double[2][2], new double[2], new double[2]), new double[2]);
        MeasurementException refused = assertThrows(
                MeasurementException.class,
                () -> new PacBayesSigma(new PacBayesSigmaParameters(0.1, false, 0.1, 16, 0, Scope.ALL))
                        .measure(flat, context()));
        assertTrue(refused.getMessage().startsWith("the loss does not rise by 0.1 on average"), refused.getMessage());
    }

    @Test
    void groupsOfAllSamplesAreTheWholeAndSmallerOnesAreSharper() {
        Minimum minimum = SmallNetwork.trained(5);
        EmpiricalRisk risk = minimum.surface().as(EmpiricalRisk.class).orElseThrow();
        int samples = risk.sampleCount();
        Effort effort = new Effort(4, 500);
        double whole = new EpsilonSharpness(new EpsilonSharpnessParameters(0.05, Scope.ALL, effort))
                        .measure(minimum, context())
                        .value()
                * (1 + minimum.surface().value(minimum.theta()));
        Measurement one =
                new MSharpness(new MSharpnessParameters(0.05, 1000, 2, Scope.ALL, effort)).measure(minimum, context());
        assertEquals(whole, one.value(), 1e-9 * whole);
        assertEquals(ValueKind.LOWER_BOUND, one.kind());
        double before = whole;
        for (int m : new int[] {samples / 2, 2, 1}) {
            Measurement each = new MSharpness(new MSharpnessParameters(0.05, m, samples, Scope.ALL, effort))
                    .measure(minimum, context());
            assertTrue(samples % m != 0 || each.value() >= before * (1 - 1e-9), m + ": " + each.value());
            before = samples % m == 0 ? each.value() : before;
        }
    }

    @Test
    void drawnGroupsHaveTheErrorOfTheirDrawing() {
        Minimum minimum = SmallNetwork.trained(16);
        int samples = minimum.surface().as(EmpiricalRisk.class).orElseThrow().sampleCount();
        Effort effort = new Effort(0, 500);
        double all = new MSharpness(new MSharpnessParameters(0.05, 1, samples, Scope.ALL, effort))
                .measure(minimum, context())
                .value();
        Measurement some = new MSharpness(new MSharpnessParameters(0.05, 1, samples / 2, Scope.ALL, effort))
                .measure(minimum, context());
        assertEquals(ValueKind.ESTIMATE, some.kind());
        assertEquals(all, some.value(), 4 * some.standardError());
    }

    @Test
    void blocksAloneArePerturbed() {
        Minimum minimum = SmallNetwork.trained(5);
        double loss = minimum.surface().value(minimum.theta());
        Effort effort = new Effort(4, 500);
        double all = new EpsilonSharpness(new EpsilonSharpnessParameters(0.1, Scope.ALL, effort))
                .measure(minimum, context())
                .value();
        for (String pattern : List.of("*.weight", "*.bias", "0")) {
            Scope scope = new Scope(List.of(pattern));
            double part = new EpsilonSharpness(new EpsilonSharpnessParameters(0.1, scope, effort))
                    .measure(minimum, context())
                    .value();
            assertTrue(part > 0 && part < all, pattern);
            // a loss of these parameters alone has the same value
            int[] indices = scope.of(minimum.surface().layout()).indices();
            assertEquals(
                    PlainAscents.best(
                                    new Minimum(new PartOfSurface(minimum, indices), new double[indices.length]),
                                    0.1,
                                    20)
                            / (1 + loss),
                    part,
                    1e-4 * part,
                    pattern);
        }
        assertEquals(
                minimum.theta().length,
                IntStream.of(Scope.ALL.of(minimum.surface().layout()).indices())
                        .distinct()
                        .count());
        MeasurementException refused = assertThrows(
                MeasurementException.class,
                () -> new Scope(List.of("9")).of(minimum.surface().layout()));
        assertEquals(
                "no block matches '9'; blocks: [0.weight, 0.bias, 2.weight, 2.bias, 4.weight, 4.bias]",
                refused.getMessage());
    }

    @Test
    void filtersAndLayersShareOneSize() {
        Minimum minimum = SmallNetwork.trained(5);
        double[] theta = minimum.theta();
        double[] filters = Relative.FILTER.sizes(minimum);
        double[] layers = Relative.LAYER.sizes(minimum);
        // 5 → 3, stored [in, out]: column j enters unit j
        for (int j = 0; j < 3; j++) {
            double square = 0;
            for (int i = 0; i < 5; i++) {
                square += theta[3 * i + j] * theta[3 * i + j];
            }
            assertEquals(Math.sqrt(square), filters[3 * 4 + j], 1e-14);
        }
        assertEquals(Norm.L2.of(Arrays.copyOf(theta, 15)), layers[7], 1e-14);
        assertEquals(Math.abs(theta[16]), filters[16]);
        assertEquals(Norm.L2.of(Arrays.copyOfRange(theta, 15, 18)), layers[16], 1e-14);
    }
}
