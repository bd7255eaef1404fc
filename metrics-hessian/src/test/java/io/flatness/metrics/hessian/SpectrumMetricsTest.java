package io.flatness.metrics.hessian;

import static io.flatness.metrics.hessian.Surfaces.diagonal;
import static io.flatness.metrics.hessian.Surfaces.doubles;
import static io.flatness.metrics.hessian.Surfaces.fill;
import static io.flatness.metrics.hessian.Surfaces.measure;
import static io.flatness.metrics.hessian.Surfaces.minimum;
import static io.flatness.metrics.hessian.Surfaces.rotated;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumMetricsTest {
    private static final MatrixKind H = MatrixKind.HESSIAN;

    private static Metric density(int steps, int probes) {
        return new SpectralDensityParameters(steps, probes, 0.02, 200, 1e-6, new Selection(H, null)).metric();
    }

    private static Metric rank(RankScaling scaling) {
        return new RankParameters(1e-9, scaling, new Probing(80, 10), new Selection(H, null)).metric();
    }

    private static Metric effectiveDimension(double z) {
        return new EffectiveDimensionParameters(z, new Probing(60, 10), new Selection(H, null)).metric();
    }

    private static Metric logDeterminant() {
        return new LogDeterminantParameters(1e-9, new Probing(60, 10), new Selection(H, null)).metric();
    }

    @Test
    void theSpectrumIsAllEigenvaluesInDescendingOrder() {
        double[] spectrum = fill(70, i -> 10 - 0.3 * i);
        Metric metric = new SpectrumParameters(new Selection(H, null)).metric();
        Measurement all = measure(metric, minimum(rotated(1, spectrum)));
        assertEquals(10, all.value(), 1e-12);
        assertArrayEquals(spectrum, doubles(all, "eigenvalues"), 1e-12);
        assertEquals(
                "a matrix of 5000 rows is not written out, at most 4000 are; take hessian-top-eigenvalues or"
                        + " hessian-spectral-density, or choose blocks",
                measure(metric, Surfaces.identity(5000)).reason());
    }

    @Test
    void theMeanOfTheDensityIsTheTraceOverTheDimension() {
        double[] spectrum = fill(300, i -> i < 2 ? 40 - 15 * i : Math.cos(i));
        Measurement density = measure(density(60, 10), minimum(rotated(2, spectrum)));
        double mean = Arrays.stream(spectrum).sum() / 300;
        assertEquals(ValueKind.ESTIMATE, density.kind());
        assertEquals(mean, density.value(), 4 * density.standardError());
        double[] nodes = doubles(density, "nodes");
        double[] weights = doubles(density, "weights");
        assertEquals(1, Arrays.stream(weights).sum(), 1e-13);
        double weighted = 0;
        for (int i = 0; i < nodes.length; i++) {
            weighted += nodes[i] * weights[i];
        }
        assertEquals(density.value(), weighted, 1e-12);
    }

    @Test
    void theIntervalOfTheMeanCoversTheTruth() {
        // A few large eigenvalues, as trained networks have: sampled, they would make ten probes far too sure.
        double[] spectrum = fill(60, i -> i < 6 ? 30.0 / (i + 1) : Math.pow(0.8, i));
        double mean = Arrays.stream(spectrum).sum() / 60;
        Minimum point = minimum(rotated(20, spectrum));
        Metric metric = density(10, 10);
        int covered = 0;
        for (int seed = 0; seed < 300; seed++) {
            Measurement density = metric.measure(point, LocalContext.singleThreaded(seed));
            covered += Math.abs(density.value() - mean) <= 1.96 * density.standardError() ? 1 : 0;
        }
        // 4 standard errors of a binomial count below 95 %
        assertTrue(covered >= 270, "covered " + covered + " of 300");
    }

    @Test
    void outliersAreKeptAsPointsAndTheZerosApart() {
        double[] spectrum = fill(400, i -> i == 0 ? 50 : i == 1 ? 20 : i < 100 ? 1 + Math.cos(i) / 2 : 0);
        Measurement density = measure(density(50, 20), minimum(rotated(3, spectrum)));
        List<?> outliers = (List<?>) density.details().get("outliers");
        assertEquals(2, outliers.size());
        Map<?, ?> top = (Map<?, ?>) outliers.get(0);
        assertEquals(50, (double) top.get("eigenvalue"), 1e-9);
        assertEquals(20, (double) ((Map<?, ?>) outliers.get(1)).get("eigenvalue"), 1e-9);
        // Two of 400 directions, exactly: they are computed, not sampled.
        double[] nodes = doubles(density, "nodes");
        assertEquals(1 / 400.0, doubles(density, "weights")[nodes.length - 1], 1e-15);
        double zeros = (double) density.details().get("zeroMass");
        assertEquals(0.75, zeros, 4 * (double) density.details().get("zeroMassError"));
        double[] grid = doubles(density, "grid");
        double[] curve = doubles(density, "density");
        double area = 0;
        for (int k = 1; k < grid.length; k++) {
            area += 0.5 * (curve[k] + curve[k - 1]) * (grid[k] - grid[k - 1]);
        }
        assertEquals((double) density.details().get("bulkMass"), area, 1e-3);
        assertTrue(grid[grid.length - 1] < 3, "the grid covers the bulk, not the outliers");
    }

    @Test
    // Landscaper plots an unweighted histogram of the nodes: a few bars of equal height where 99 % are one value.
    void theSmoothedDensityIsCloseToTheExactOne() {
        double[] spectrum = fill(500, i -> i % 2 == 0 ? 1 + 0.3 * Math.sin(i) : 5 + 0.5 * Math.cos(i));
        Measurement density = measure(density(60, 40), minimum(rotated(4, spectrum)));
        double[] grid = doubles(density, "grid");
        double[] curve = doubles(density, "density");
        double sigma = (double) density.details().get("smoothingWidth");
        double distance = 0;
        for (int k = 1; k < grid.length; k++) {
            double x = grid[k];
            double exact = Arrays.stream(spectrum)
                    .map(e -> Math.exp(-0.5 * (x - e) * (x - e) / sigma / sigma))
                    .sum();
            exact /= 500 * sigma * Math.sqrt(2 * Math.PI);
            distance += Math.abs(curve[k] - exact) * (grid[k] - grid[k - 1]);
        }
        assertTrue(distance < 5e-2, "L1 distance " + distance);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p-465, 0x1p465})
    void scaleChangesNothing(double scale) {
        double[] matrix = rotated(5, fill(60, i -> i == 0 ? 30 : Math.abs(Math.cos(i))));
        double[] scaled = fill(matrix.length, i -> matrix[i] * scale);
        Measurement unit = measure(density(20, 5), minimum(matrix));
        Measurement other = measure(density(20, 5), minimum(scaled));
        assertEquals(unit.value(), other.value() / scale, 1e-12);
        assertArrayEquals(doubles(unit, "weights"), doubles(other, "weights"), 1e-12);
        assertEquals(doubles(unit, "density")[100], doubles(other, "density")[100] * scale, 1e-9);
        assertEquals(
                measure(rank(RankScaling.NONE), minimum(matrix)).value(),
                measure(rank(RankScaling.NONE), minimum(scaled)).value());
    }

    @Test
    void theZeroMatrixAndOneDimensionHaveADensity() {
        Measurement zero = measure(density(10, 3), minimum(diagonal(new double[20])));
        assertEquals(0, zero.value());
        assertEquals(1.0, zero.details().get("zeroMass"));
        Measurement one = measure(density(10, 3), minimum(diagonal(7)));
        assertEquals(7, one.value(), 1e-15);
        assertArrayEquals(new double[] {7, 7, 7}, doubles(one, "nodes"), 1e-15);
    }

    @Test
    void rankAndInertiaAreCountedAndCertified() {
        double[] spectrum = {5, 3, 1e-3, 0, 0, -2, -1e-12};
        Measurement rank = measure(rank(RankScaling.NONE), minimum(rotated(6, spectrum)));
        assertEquals(4, rank.value());
        assertEquals(3, rank.details().get("positive"));
        assertEquals(1, rank.details().get("negative"));
        assertEquals(3, rank.details().get("zero"));
        assertEquals(true, rank.details().get("certified"));
        assertEquals(0, measure(rank(RankScaling.NONE), minimum(diagonal(0, 0))).value());
    }

    @Test
    void aDiagonalRescalingLeavesTheScaledInertiaAlone() {
        double[] matrix = rotated(7, 4, 2, 1, -3, 0, 0, 0, 0);
        double[] wide = ScaledMatrix.of(matrix, fill(8, i -> Math.pow(10, 2 * (i - 4))));
        assertEquals(4, measure(rank(RankScaling.DIAGONAL), minimum(wide)).value());
        // Compared with its own norm, the same matrix seems to have lost directions.
        assertTrue(measure(rank(RankScaling.NONE), minimum(wide)).value() < 4);
    }

    @Test
    void anEigenvalueAtTheThresholdIsSaid() {
        Measurement rank = measure(rank(RankScaling.NONE), minimum(diagonal(1, 1e-9)));
        assertEquals(false, rank.details().get("certified"));
        assertEquals("an eigenvalue lies within rounding of the threshold: the count may be off by it", rank.reason());
    }

    @Test
    void theEffectiveDimensionCountsSharpDirections() {
        double[] spectrum = {1000, 1000, 1, 1e-3, 0};
        double truth = 2 * 1000 / 1001.0 + 0.5 + 1e-3 / 1.001;
        assertEquals(
                truth,
                measure(effectiveDimension(1), minimum(rotated(8, spectrum))).value(),
                1e-12);
        Measurement pole = measure(effectiveDimension(1), minimum(diagonal(3, -2)));
        assertEquals(ValueKind.UNDEFINED, pole.kind());
    }

    @Test
    void theLogDeterminantLeavesZerosOut() {
        Measurement log = measure(logDeterminant(), minimum(rotated(9, 4, 2, 0.5, 0, 0)));
        assertEquals(Math.log(4), log.value(), 1e-12);
        assertEquals(3, log.details().get("rank"));
        assertEquals(
                ValueKind.UNDEFINED,
                measure(logDeterminant(), minimum(diagonal(0, 0))).kind());
    }

    @Test
    void largeMatricesAreIntegratedInsteadOfWrittenOut() {
        Minimum point = Surfaces.identity(4500);
        assertEquals(4500 / 2.0, measure(effectiveDimension(1), point).value(), 1e-9);
        assertEquals(0, measure(logDeterminant(), point).value(), 1e-9);
        assertEquals(4500, measure(rank(RankScaling.NONE), point).value(), 1e-9);
    }

    @Test
    void theFrobeniusNormIsExactOrEstimated() {
        Metric metric = new FrobeniusNormParameters(null, 0.05, 2000, new Selection(H, null)).metric();
        assertEquals(5, measure(metric, minimum(rotated(10, 4, -3, 0))).value(), 1e-13);
        double[] spectrum = fill(500, i -> Math.cos(i));
        Measurement estimate = measure(metric, minimum(rotated(11, spectrum)));
        double truth = Math.sqrt(Arrays.stream(spectrum).map(x -> x * x).sum());
        assertEquals(truth, estimate.value(), 4 * estimate.standardError());
        assertTrue(estimate.converged());
    }

    @Test
    void theDiagonalIsListedAndItsLargestEntryIsTheValue() {
        Metric metric = new DiagonalParameters(50, 1000, new Selection(H, null)).metric();
        Measurement small = measure(metric, minimum(new double[] {1, 7, 7, 3}));
        assertEquals(3, small.value());
        assertArrayEquals(new double[] {1, 3}, doubles(small, "diagonal"));
        double[] matrix = rotated(12, fill(450, i -> i == 0 ? 500 : 1));
        Measurement large = measure(metric, minimum(matrix));
        assertEquals(ValueKind.LOWER_BOUND, large.kind());
        int at = (int) large.details().get("index");
        assertEquals(matrix[at * 450 + at], large.value(), 1e-12);
    }

    @Test
    void theGradientMayLieInTheTopEigenspace() {
        Metric metric = new GradientAlignmentParameters(1, 1e-10, 500, new Selection(H, null)).metric();
        Minimum point = minimum(diagonal(4, 1));
        assertEquals(ValueKind.UNDEFINED, measure(metric, point).kind());
        // g = Hθ = (4, 3)
        Measurement share = measure(metric, new Minimum(point.surface(), new double[] {1, 3}));
        assertEquals(16 / 25.0, share.value(), 1e-14);
    }

    @Test
    void scalingLawsPredictTheValueAfterARescaling() {
        double[] matrix = rotated(13, 5, 3, 2, 1);
        double[] factors = {0.5, 2, 4, 0.25};
        double[] scaled = ScaledMatrix.of(matrix, factors);
        List<Metric> metrics = List.of(
                new SpectrumParameters(new Selection(H, null)).metric(),
                new FrobeniusNormParameters(null, 0.1, 100, new Selection(H, null)).metric(),
                new DiagonalParameters(50, 100, new Selection(H, null)).metric(),
                effectiveDimension(1),
                logDeterminant());
        for (Metric metric : metrics) {
            double predicted = metric.scalingLaw()
                    .orElseThrow()
                    .valueUnder(minimum(matrix), factors, Surfaces.context())
                    .orElseThrow();
            assertEquals(measure(metric, minimum(scaled)).value(), predicted, 1e-11);
        }
    }
}
