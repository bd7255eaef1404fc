package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relative perturbations, worst and average. */
class AdaptiveSharpnessTest {
    private static MetricContext context() {
        return LocalContext.singleThreaded(2);
    }

    private static Measurement adaptive(Minimum minimum, double rho, Norm norm) {
        return new AdaptiveSharpness(new AdaptiveSharpnessParameters(
                        rho, norm, 0, Relative.ELEMENT, Scope.ALL, new Effort(8, 20_000)))
                .measure(minimum, context());
    }

    private static Minimum rescaled(Minimum minimum, int first) {
        double[] scaled = minimum.theta().clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] *= k < first ? 0x1p-7 : 0x1p7;
        }
        return new Minimum(minimum.surface(), scaled);
    }

    @Test
    void theRectifiedHyperbolaHasOneValueOnItsWholeOrbit() {
        for (JsonNode expected : Oracle.cases("14-sharpness-small", "toy_ball")) {
            Minimum minimum =
                    new Minimum(new FormulaSurface.RectifiedHyperbola(1), Oracle.numbers(expected.get("theta")));
            double value = expected.get("asam_elementwise").asDouble();
            assertEquals(value, adaptive(minimum, 0.1, Norm.L2).value(), 1e-9 * value);
            double square = 0.5 * Math.pow(1.1 * 1.1 - 1, 2);
            assertEquals(square, adaptive(minimum, 0.1, Norm.LINF).value(), 1e-9 * square);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mlp-231-relu-mse",
                "02b-mlp-434-relu-bias-ce",
                "03-mlp-3432-relu-mse",
                "04-mlp-341-leaky-bias-logistic",
                "04b-mlp-3432-relu-bias-mse"
            })
    void theBestValueIsAtLeastThatOfTheReference(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        JsonNode expected = fixture.point(0).get("invariant_metrics").get("asam_elementwise_eta0_rho");
        Measurement measured = adaptive(fixture.minimum(0), expected.get("rho").asDouble(), Norm.L2);
        double reference = expected.get("value").asDouble();
        assertTrue(measured.value() >= reference * (1 - 1e-5), measured.value() + " of " + reference);
        assertEquals(ValueKind.LOWER_BOUND, measured.kind());
    }

    @Test
    void aRescalingOfTheLayersDoesNotMoveIt() {
        Minimum minimum = ReferenceNetwork.of("01-mlp-231-relu-mse").minimum(0);
        for (Norm norm : Norm.values()) {
            double before = adaptive(minimum, 0.1, norm).value();
            assertEquals(before, adaptive(rescaled(minimum, 6), 0.1, norm).value(), 1e-9 * before);
        }
        AdaptiveSharpness broken = new AdaptiveSharpness(new AdaptiveSharpnessParameters(
                0.1, Norm.L2, 0.01, Relative.ELEMENT, Scope.ALL, new Effort(8, 20_000)));
        double before = broken.measure(minimum, context()).value();
        double after = broken.measure(rescaled(minimum, 6), context()).value();
        assertTrue(Math.abs(after - before) > 1e-3 * before, "eta breaks the invariance");
    }

    @Test
    void parametersThatAreZeroStayZero() {
        Minimum minimum = new Minimum(
                new FormulaSurface.Quadratic(
                        0, new double[][] {{2, 0}, {0, 2}}, new double[] {0, 0}, new double[] {1, 0}),
                new double[] {1, 0});
        Measurement measured = adaptive(minimum, 0.1, Norm.L2);
        assertEquals(0.01, measured.value(), 1e-12);
        assertEquals(1, measured.details().get("fixedParameters"));
    }

    /** Twelve parameters have 4096 corners: more than the budget, which must be left to the ascents. */
    @Test
    void cornersDoNotEatTheBudget() {
        int n = 12;
        double[][] identity = new double[n][n];
        double[] ones = new double[n];
        for (int i = 0; i < n; i++) {
            identity[i][i] = 1;
            ones[i] = 1;
        }
        Minimum minimum = new Minimum(new FormulaSurface.Quadratic(0, identity, new double[n], ones), ones);
        Measurement measured = new AdaptiveSharpness(new AdaptiveSharpnessParameters(
                        0.1, Norm.LINF, 0, Relative.ELEMENT, Scope.ALL, new Effort(4, 2000)))
                .measure(minimum, context());
        assertEquals(0.5 * n * 0.01, measured.value(), 1e-12);
        assertTrue((long) measured.details().get("evaluations") < 4096, measured::toString);
    }

    @ParameterizedTest
    @EnumSource(Noise.class)
    void noiseRaisesAQuadraticByHalfItsTrace(Noise noise) {
        Minimum minimum = new Minimum(
                new FormulaSurface.Quadratic(
                        5, new double[][] {{3, 1}, {1, 2}}, new double[] {10, -7}, new double[] {0, 0}),
                new double[] {0, 0});
        Measurement measured = new AverageSharpness(
                        new AverageSharpnessParameters(0.1, false, noise, 2000, 0, Scope.ALL))
                .measure(minimum, context());
        assertEquals(0.5 * 0.01 * 5, measured.value(), 4 * measured.standardError());
        assertTrue(measured.standardError() < 1e-3, "the slope cancels");
    }

    @Test
    void halfTheTraceStandsBesideTheMean() {
        Minimum minimum = ReferenceNetwork.of("01-mlp-231-relu-mse").minimum(0);
        double trace = 0;
        double relative = 0;
        for (int i = 0; i < 9; i++) {
            double[] unit = new double[9];
            unit[i] = 1;
            double h = minimum.surface().hessianAt(minimum.theta()).apply(unit)[i];
            trace += h;
            relative += h * minimum.theta()[i] * minimum.theta()[i];
        }
        for (boolean adaptive : new boolean[] {false, true}) {
            Measurement measured = new AverageSharpness(
                            new AverageSharpnessParameters(1e-3, adaptive, Noise.GAUSSIAN, 500, 0, Scope.ALL))
                    .measure(minimum, context());
            double expected = 0.5e-6 * (adaptive ? relative : trace);
            assertEquals(expected, (double) measured.details().get("secondOrder"), 1e-12 * expected);
            assertEquals(expected, measured.value(), 4 * measured.standardError() + 1e-3 * expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-mlp-231-relu-mse", "02b-mlp-434-relu-bias-ce", "04b-mlp-3432-relu-bias-mse"})
    void noiseProportionalToTheWeightsIsThatOfTheReference(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        JsonNode expected = fixture.point(0).get("invariant_metrics").get("avg_adaptive_sharpness_fixed_probes");
        Minimum minimum = fixture.minimum(0);
        NoisyLoss noisy = new NoisyLoss(minimum, Scope.ALL, true, Noise.GAUSSIAN, 0, context());
        double rho = expected.get("rho").asDouble();
        double mean = 0;
        for (JsonNode noise : expected.get("Z")) {
            mean += noisy.rise(rho, Oracle.numbers(noise)) / expected.get("Z").size();
        }
        double value = expected.get("value").asDouble();
        assertEquals(value, mean, 1e-9 * value);
    }

    @Test
    void adaptiveNoiseIsCarriedAlongByARescaling() {
        Minimum minimum = ReferenceNetwork.of("01-mlp-231-relu-mse").minimum(0);
        AverageSharpness metric =
                new AverageSharpness(new AverageSharpnessParameters(0.1, true, Noise.GAUSSIAN, 50, 0, Scope.ALL));
        double before = metric.measure(minimum, context()).value();
        assertEquals(before, metric.measure(rescaled(minimum, 6), context()).value(), 1e-12);
    }
}
