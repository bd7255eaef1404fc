package io.flatness.metrics.hessian;

import static io.flatness.metrics.hessian.Surfaces.diagonal;
import static io.flatness.metrics.hessian.Surfaces.fill;
import static io.flatness.metrics.hessian.Surfaces.measure;
import static io.flatness.metrics.hessian.Surfaces.minimum;
import static io.flatness.metrics.hessian.Surfaces.rotated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static Metric trace(TraceMethod method, Integer probes, double tolerance, int maxProducts) {
        return new TraceParameters(method, probes, tolerance, maxProducts, new Selection(MatrixKind.HESSIAN, null))
                .metric();
    }

    @Test
    void aSmallMatrixHasAnExactTraceByBlocks() {
        Measurement exact = measure(trace(TraceMethod.AUTO, null, 1e-2, 1000), minimum(diagonal(1, -2, 4), 2, 1));
        assertEquals(3, exact.value());
        assertEquals(ValueKind.EXACT, exact.kind());
        assertEquals(Map.of("0.weight", -1.0, "1.weight", 4.0), exact.details().get("blocks"));
    }

    @Test
    void aLargerOneIsEstimatedToTheTolerance() {
        double[] spectrum = fill(500, i -> 1 + 1.0 / (i + 1));
        Minimum point = minimum(rotated(5, spectrum), 200, 300);
        Measurement estimate = measure(trace(TraceMethod.HUTCHINSON, null, 1e-2, 5000), point);
        double truth = java.util.Arrays.stream(spectrum).sum();
        assertEquals(ValueKind.ESTIMATE, estimate.kind());
        assertTrue(estimate.converged());
        double error = estimate.standardError();
        assertTrue(1.96 * error <= 1e-2 * estimate.value());
        assertEquals(truth, estimate.value(), 4 * error);
    }

    @Test
    void anExactTraceThatWouldCostTooMuchIsRefused() {
        MeasurementException e = assertThrows(
                MeasurementException.class,
                () -> measure(trace(TraceMethod.EXACT, null, 1e-2, 100), Surfaces.identity(5000)));
        assertEquals(
                "an exact trace of 5000 parameters needs a piecewise-linear network (or at most 4000 parameters);"
                        + " use method: xtrace, hutch++ or hutchinson",
                e.getMessage());
    }

    @Test
    void aBudgetThatRunsOutIsSaid() {
        double[] spectrum = fill(420, i -> i % 2 == 0 ? 1 : -0.9);
        Measurement estimate = measure(trace(TraceMethod.HUTCHINSON, null, 1e-6, 64), minimum(rotated(6, spectrum)));
        assertFalse(estimate.converged());
        assertEquals(
                "the products ran out before the relative error of 1.0E-6 was reached; raise maxProducts or tolerance",
                estimate.reason());
    }

    @Test
    void theScalingLawDividesTheDiagonalByTheSquares() {
        double predicted = trace(TraceMethod.AUTO, null, 1e-2, 100)
                .scalingLaw()
                .orElseThrow()
                .valueUnder(minimum(diagonal(4, 3)), new double[] {2, 0.5}, Surfaces.context())
                .orElseThrow();
        assertEquals(1 + 12, predicted);
    }

    @Test
    void anUnknownMethodAndTooFewProbesAreRefused() {
        InvalidParameterException method = assertThrows(InvalidParameterException.class, () -> TraceMethod.of("hutch"));
        assertEquals(
                "method is 'hutch'; it must be one of auto, exact, hutchinson, hutch++, xtrace", method.getMessage());
        InvalidParameterException probes =
                assertThrows(InvalidParameterException.class, () -> trace(TraceMethod.AUTO, 1, 1e-2, 100));
        assertEquals("probes is 1; an error needs at least 2, a good one 30", probes.getMessage());
    }
}
