package io.flatness.metrics.hessian;

import static io.flatness.metrics.hessian.Surfaces.diagonal;
import static io.flatness.metrics.hessian.Surfaces.doubles;
import static io.flatness.metrics.hessian.Surfaces.fill;
import static io.flatness.metrics.hessian.Surfaces.measure;
import static io.flatness.metrics.hessian.Surfaces.minimum;
import static io.flatness.metrics.hessian.Surfaces.rotated;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.ValueKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EigenvalueMetricsTest {
    private static Metric spectralNorm(String... blocks) {
        List<String> chosen = blocks.length == 0 ? null : List.of(blocks);
        return new SpectralNormParameters(new Selection(MatrixKind.HESSIAN, chosen), 1e-10, 5000).metric();
    }

    private static Metric top(int count, SpectrumEnd which) {
        return new TopEigenvaluesParameters(count, which, new Selection(MatrixKind.HESSIAN, null), 1e-10, 5000, false)
                .metric();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 600})
    void theSpectralNormIsTheLargestMagnitudeNotTheLargestEigenvalue(int n) {
        double[] spectrum = fill(n, i -> i == 0 ? -8 : 5.0 / (i + 1));
        Measurement norm = measure(spectralNorm(), minimum(rotated(1, spectrum)));
        assertEquals(8, norm.value(), 1e-11);
        assertEquals(ValueKind.EXACT, norm.kind());
        assertEquals(-8, (double) norm.details().get("eigenvalue"), 1e-11);
        double largestSeen = (double) norm.details().get("largestSeen");
        assertTrue(largestSeen > 2.4 && largestSeen <= 2.5 + 1e-12, "largestSeen " + largestSeen);
        assertEquals("the norm is that of a negative eigenvalue: the point is no minimum", norm.reason());
        double[] interval = doubles(norm, "interval");
        assertTrue(interval[0] <= 8 + 1e-14 && 8 - 1e-14 <= interval[1] && interval[1] - interval[0] < 1e-8);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 600})
    void topEigenvaluesAreFoundWithResiduals(int n) {
        double[] spectrum = fill(n, i -> i < 3 ? 10 - i : i == 3 ? -20 : 1.0 / i);
        var point = minimum(rotated(2, spectrum));
        Measurement largest = measure(top(3, SpectrumEnd.LARGEST), point);
        assertEquals(10, largest.value(), 1e-11);
        assertArrayEquals(new double[] {10, 9, 8}, doubles(largest, "eigenvalues"), 1e-11);
        for (double residual : doubles(largest, "residuals")) {
            assertTrue(residual < 1e-8);
        }
        assertEquals(-20, measure(top(1, SpectrumEnd.SMALLEST), point).value(), 1e-11);
        assertArrayEquals(
                new double[] {-20, 10, 9},
                doubles(measure(top(3, SpectrumEnd.MAGNITUDE), point), "eigenvalues"),
                1e-11);
    }

    @Test
    void moreEigenvaluesThanParametersGiveAllOfThem() {
        Measurement all = measure(top(9, SpectrumEnd.LARGEST), minimum(diagonal(1, 3, 2)));
        assertArrayEquals(new double[] {3, 2, 1}, doubles(all, "eigenvalues"), 1e-15);
    }

    @Test
    void withoutConvergenceTheValueIsABoundAndSaysSo() {
        Metric hurried = new TopEigenvaluesParameters(
                        1, SpectrumEnd.LARGEST, new Selection(MatrixKind.HESSIAN, null), 1e-12, 5, false)
                .metric();
        Measurement bound = measure(hurried, minimum(diagonal(fill(900, i -> i / 900.0))));
        assertEquals(ValueKind.LOWER_BOUND, bound.kind());
        assertFalse(bound.converged());
        assertNotNull(bound.reason());
        assertTrue(bound.value() < 899 / 900.0);
    }

    @Test
    void blocksMeasureTheirOwnDiagonalBlock() {
        double[] matrix = diagonal(1, 2, 30, 4, 5);
        assertEquals(
                2, measure(spectralNorm("0.weight"), minimum(matrix, 2, 2, 1)).value(), 1e-15);
        assertEquals(30, measure(spectralNorm("1"), minimum(matrix, 2, 2, 1)).value(), 1e-14);
        assertEquals(
                5, measure(spectralNorm("0", "2.*"), minimum(matrix, 2, 2, 1)).value(), 1e-15);
    }

    @Test
    void aBlockThatDoesNotExistIsNotApplicable() {
        Measurement none = measure(spectralNorm("conv*"), minimum(diagonal(1, 2), 1, 1));
        assertEquals(Measurement.Status.NOT_APPLICABLE, none.status());
        assertEquals(
                "blocks [conv*] do not all match a block of this problem; its blocks are [0.weight, 1.weight]",
                none.reason());
    }

    @Test
    void aSurfaceWithoutOutputsHasNoGaussNewtonMatrix() {
        Metric fisher = new SpectralNormParameters(new Selection(MatrixKind.FISHER, null), 1e-10, 5000).metric();
        Measurement none = measure(fisher, minimum(diagonal(1, 2)));
        assertEquals("this surface has no fisher matrix: it is no network with outputs", none.reason());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1e140})
    void scaleChangesNothing(double scale) {
        double[] matrix = rotated(3, fill(500, i -> Math.pow(0.9, i)));
        double[] scaled = fill(matrix.length, i -> matrix[i] * scale);
        assertEquals(1, measure(spectralNorm(), minimum(scaled)).value() / scale, 1e-12);
        assertEquals(1, measure(top(2, SpectrumEnd.LARGEST), minimum(scaled)).value() / scale, 1e-12);
    }

    @Test
    void theScalingLawPredictsTheValueAfterARescaling() {
        double[] matrix = rotated(4, 5, -3, 2, 1);
        double[] factors = {0.5, 2, 4, 0.25};
        double[] scaled = ScaledMatrix.of(matrix, factors);
        for (Metric metric : new Metric[] {spectralNorm(), top(1, SpectrumEnd.SMALLEST)}) {
            double predicted = metric.scalingLaw()
                    .orElseThrow()
                    .valueUnder(minimum(matrix), factors, Surfaces.context())
                    .orElseThrow();
            assertEquals(measure(metric, minimum(scaled)).value(), predicted, 1e-12);
        }
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        InvalidParameterException e = assertThrows(
                InvalidParameterException.class,
                () -> new SpectralNormParameters(new Selection(MatrixKind.HESSIAN, null), 2, 100));
        assertEquals("tolerance is 2.0; it must lie between 0 and 1, for example 1e-8", e.getMessage());
        assertThrows(
                InvalidParameterException.class,
                () -> new TopEigenvaluesParameters(
                        0, SpectrumEnd.LARGEST, new Selection(MatrixKind.HESSIAN, null), 1e-8, 10, false));
    }
}
