package io.flatness.metrics.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of the reference networks, and the same values after a rescaling of their units. */
class InvariantOracleTest {
    private static Measurement measure(Metric metric, Minimum minimum) {
        return metric.measure(minimum, LocalContext.singleThreaded(11));
    }

    private static void equal(JsonNode expected, Metric metric, Minimum minimum, double relative) {
        Measurement measured = measure(metric, minimum);
        assertEquals(ValueKind.EXACT, measured.kind(), measured::toString);
        assertTrue(measured.converged(), measured::toString);
        assertEquals(
                expected.asDouble(), measured.value(), relative * Math.abs(expected.asDouble()), measured::toString);
    }

    private static Minimum nodewise(ReferenceNetwork fixture) {
        for (JsonNode transform : fixture.point(0).get("transforms")) {
            if (transform.get("label").get("kind").asText().equals("nodewise")) {
                return new Minimum(fixture.surface(), Oracle.numbers(transform.get("theta_flat")));
            }
        }
        throw new AssertionError("no rescaling of units");
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
    void valuesAreThoseOfTheReference(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        check(fixture.point(0).get("invariant_metrics"), fixture.minimum(0));
        check(fixture.point(0).get("invariant_metrics_after_nodewise"), nodewise(fixture));
    }

    private static void check(JsonNode expected, Minimum minimum) {
        equal(expected.get("path_norm_l1"), new PathNorm(new PathNormParameters(1)), minimum, 1e-12);
        equal(expected.get("path_norm_l2"), new PathNorm(new PathNormParameters(2)), minimum, 1e-12);
        equal(expected.get("fisher_rao_model"), fisherRao(FisherRaoNormParameters.Fisher.MODEL), minimum, 1e-10);
        equal(
                expected.get("fisher_rao_empirical"),
                fisherRao(FisherRaoNormParameters.Fisher.EMPIRICAL),
                minimum,
                1e-10);
        // 1e-7: pseudo-inverses of matrices whose smallest kept eigenvalue is 1e-6 of the largest
        equal(expected.get("tic_trFpinvFemp"), new InformationSharpness(), minimum, 1e-7);
        equal(expected.get("tr_Fpinv_H"), new FisherHessianTrace(), minimum, 1e-7);
        equal(expected.get("inf_orbit_trace_layer"), trace(Level.LAYER), minimum, 1e-9);
        equal(expected.get("inf_orbit_trace_node"), trace(Level.NODE), minimum, 1e-9);
        Measurement relative = measure(new RelativeFlatness(new RelativeFlatnessParameters(4000)), minimum);
        double[] layers = (double[]) relative.details().get("layers");
        double[] reference = Oracle.numbers(expected.get("relative_flatness_kappaTr_per_layer"));
        double sum = 0;
        for (int k = 0; k < reference.length; k++) {
            assertEquals(reference[k], layers[k], 1e-10 * reference[k]);
            sum += reference[k];
        }
        assertEquals(sum, relative.value(), 1e-10 * sum);
        if (expected.has("lambda_max_blocknormalised")) {
            equal(expected.get("lambda_max_blocknormalised"), new LayerNormalizedHessianNorm(), minimum, 1e-9);
        }
        if (expected.has("inf_orbit_l2norm2_node")) {
            double norm = expected.get("inf_orbit_l2norm2_node").asDouble();
            Measurement gauge = measure(new GaugeFixedTrace(), minimum);
            assertEquals(norm, (double) gauge.details().get("squaredNorm"), 1e-10 * norm);
        }
    }

    private static Metric fisherRao(FisherRaoNormParameters.Fisher fisher) {
        return new FisherRaoNorm(new FisherRaoNormParameters(fisher));
    }

    private static Metric trace(Level group) {
        return new OrbitMinimalTrace(new OrbitMinimalTraceParameters(group));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mlp-231-relu-mse",
                "02b-mlp-434-relu-bias-ce",
                "03-mlp-3432-relu-mse",
                "04b-mlp-3432-relu-bias-mse"
            })
    void gaugeFixedAndRowColumnValuesDoNotMoveWithTheUnits(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        for (Metric metric : new Metric[] {
            new GaugeFixedTrace(),
            new GaugeFixedSpectralNorm(),
            new NormalizedSharpness(),
            new FisherPencil(),
            new InputGradientNorm(new InputGradientNormParameters(InputGradientNormParameters.Of.LOSS)),
            new InputGradientNorm(new InputGradientNormParameters(InputGradientNormParameters.Of.OUTPUTS))
        }) {
            double before = measure(metric, fixture.minimum(0)).value();
            double after = measure(metric, nodewise(fixture)).value();
            assertTrue(before > 0);
            assertEquals(before, after, 1e-8 * before, metric.getClass().getSimpleName());
        }
    }
}
