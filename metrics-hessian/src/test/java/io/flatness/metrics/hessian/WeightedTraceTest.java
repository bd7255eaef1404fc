package io.flatness.metrics.hessian;

import static io.flatness.metrics.hessian.Surfaces.diagonal;
import static io.flatness.metrics.hessian.Surfaces.fill;
import static io.flatness.metrics.hessian.Surfaces.listed;
import static io.flatness.metrics.hessian.Surfaces.measure;
import static io.flatness.metrics.hessian.Surfaces.minimum;
import static io.flatness.metrics.hessian.Surfaces.rotated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

class WeightedTraceTest {
    private static final Selection ALL = new Selection(MatrixKind.HESSIAN, null);

    private static Metric trace(TraceWeights weights) {
        return new WeightedTraceParameters(weights, null, 1e-2, 10_000, ALL).metric();
    }

    private static Metric entropy() {
        return new SpectralEntropyParameters(new Probing(80, 10), ALL).metric();
    }

    private static Minimum at(Minimum minimum, double... theta) {
        return new Minimum(minimum.surface(), theta);
    }

    @Test
    void everyCurvatureIsWeightedWithItsParameter() {
        Minimum point = at(minimum(diagonal(1, -2, 4)), 3, 0.5, -1);
        assertEquals(9 - 0.5 + 4, measure(trace(TraceWeights.PARAMETERS), point).value(), 1e-14);
        assertEquals(
                3 * (9 + 0.25 + 1),
                measure(trace(TraceWeights.SQUARED_NORM), point).value(),
                1e-13);
    }

    @Test
    void largeMatricesAreEstimatedToTheTolerance() {
        int n = 420;
        double[] theta = fill(n, i -> 1 + Math.sin(i));
        double[] matrix = rotated(5, fill(n, i -> 1 + 1.0 / (i + 1)));
        Minimum point = at(minimum(matrix), theta);
        double truth = 0;
        for (int i = 0; i < n; i++) {
            truth += theta[i] * theta[i] * matrix[i * n + i];
        }
        Measurement measured = measure(trace(TraceWeights.PARAMETERS), point);
        assertEquals(ValueKind.ESTIMATE, measured.kind());
        assertEquals(truth, measured.value(), 4 * measured.standardError());
    }

    @Test
    void entropyOfEqualEigenvaluesIsTheLogarithmOfTheirNumber() {
        assertEquals(
                Math.log(3),
                measure(entropy(), minimum(diagonal(2, -2, 2, 0, 0))).value(),
                1e-14);
        assertEquals(0, measure(entropy(), minimum(diagonal(5, 0))).value(), 1e-15);
        // (3/4)² + (1/4)² = 5/8
        assertEquals(
                Math.log(1.6), measure(entropy(), minimum(rotated(3, 3, 1))).value(), 1e-14);
        assertEquals(
                "the matrix is zero: its spectrum has no distribution",
                measure(entropy(), minimum(diagonal(0, 0))).reason());
    }

    @Test
    void entropyOfALargeMatrixIsIntegrated() {
        Measurement measured = measure(entropy(), listed(fill(4100, i -> i % 2 == 0 ? 0 : 7)));
        assertEquals(Math.log(2050), measured.value(), 4 * measured.standardError() + 1e-12);
    }
}
