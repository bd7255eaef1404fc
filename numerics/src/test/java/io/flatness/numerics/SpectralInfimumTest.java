package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.numerics.RescalingGroup.Generator;
import io.flatness.numerics.SpectralInfimum.Infimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Lower bounds of the spectral norm over rescalings, against closed forms and against points drawn at random. */
class SpectralInfimumTest {
    private static final int NETWORKS = 200;
    /** Of each network: 10,000 on all of them; {@code -Dflatness.points=10000} for as many on each. */
    private static final int POINTS = Integer.getInteger("flatness.points", 50);

    private final LocalContext context = LocalContext.singleThreaded(9);
    private final SpectralInfimum search =
            new SpectralInfimum(context.linearAlgebra(), () -> context.random("search"), () -> {}, 4000);

    /** Dense layers of these widths with a factor for each hidden unit: weight (u, w) goes with w and against u. */
    private static List<Generator> units(int... widths) {
        List<List<Integer>> parameters = new ArrayList<>();
        List<List<Double>> exponents = new ArrayList<>();
        int hidden = Arrays.stream(widths, 1, widths.length - 1).sum();
        for (int v = 0; v < hidden; v++) {
            parameters.add(new ArrayList<>());
            exponents.add(new ArrayList<>());
        }
        int offset = 0;
        int first = -widths[0];
        for (int layer = 0; layer + 1 < widths.length; layer++) {
            for (int from = 0; from < widths[layer]; from++) {
                for (int to = 0; to < widths[layer + 1]; to++) {
                    int below = first + from;
                    int above = first + widths[layer] + to;
                    if (layer > 0) {
                        parameters.get(below).add(offset);
                        exponents.get(below).add(-1.0);
                    }
                    if (above < hidden) {
                        parameters.get(above).add(offset);
                        exponents.get(above).add(1.0);
                    }
                    offset++;
                }
            }
            first += widths[layer];
        }
        List<Generator> generators = new ArrayList<>();
        for (int v = 0; v < hidden; v++) {
            generators.add(new Generator(
                    "unit " + v,
                    v,
                    parameters.get(v).stream().mapToInt(Integer::intValue).toArray(),
                    exponents.get(v).stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return generators;
    }

    private static SymmetricOperator operator(double[][] matrix) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return matrix.length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                for (int i = 0; i < into.length; i++) {
                    double sum = 0;
                    for (int j = 0; j < x.length; j++) {
                        sum += matrix[i][j] * x[j];
                    }
                    into[i] = sum;
                }
            }
        };
    }

    /** Σ_r s_r a_r a_rᵀ with random a_r. */
    private static double[][] random(int n, int rank, boolean signs, RandomGenerator random) {
        double[][] matrix = new double[n][n];
        for (int r = 0; r < rank; r++) {
            double[] a = random.doubles(n, -1, 1).toArray();
            double sign = signs && r % 2 == 1 ? -1 : 1;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += sign * a[i] * a[j];
                }
            }
        }
        return matrix;
    }

    private static double[] diagonal(double[][] matrix) {
        double[] diagonal = new double[matrix.length];
        Arrays.setAll(diagonal, k -> matrix[k][k]);
        return diagonal;
    }

    private double norm(List<Generator> coordinates, double[][] matrix, double[] x) {
        double[] factors = RescalingGroup.factors(coordinates, x, matrix.length);
        Arrays.setAll(factors, k -> 1 / factors[k]);
        DenseSymmetric scaled = DenseSymmetric.of(new ScaledOperator(operator(matrix), factors));
        double[] values = context.linearAlgebra().eigenvalues(scaled.matrix(), scaled.n());
        return Math.max(values[0], -values[values.length - 1]);
    }

    private Infimum infimum(List<Generator> coordinates, double[][] matrix) {
        return search.over(coordinates, operator(matrix), diagonal(matrix));
    }

    /** H = u uᵀ and two layers: ‖DHD‖ = α²|u₁|² + |u₂|²/α², least 2|u₁||u₂|. */
    @Test
    void rankOneMeetsTheGeometricMean() {
        double[] u = {1, 2, -2, 0.5, 1.5};
        double[][] matrix = new double[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                matrix[i][j] = u[i] * u[j];
            }
        }
        Generator pair = new Generator("pair", -1, new int[] {0, 1, 2, 3, 4}, new double[] {1, 1, 1, -1, -1});
        Infimum found = infimum(List.of(pair), matrix);
        assertEquals(2 * 3 * Math.sqrt(2.5), found.value(), 1e-9);
        assertTrue(found.lowerBound() <= found.value());
        assertEquals(found.value(), found.lowerBound(), 1e-6);
        assertTrue(found.attained());
    }

    /** Blocks a, b of a diagonal matrix: max(a/c², b c²) is least at √(ab), where both are eigenvalues. */
    @Test
    void repeatedEigenvaluesAreBoundedByADensity() {
        double[][] matrix = new double[6][6];
        double[] entries = {3, 3, 3, 5, 5, 1};
        for (int k = 0; k < 6; k++) {
            matrix[k][k] = entries[k];
        }
        Generator pair = new Generator("pair", -1, new int[] {0, 1, 2, 3, 4, 5}, new double[] {1, 1, 1, -1, -1, -1});
        Infimum found = infimum(List.of(pair), matrix);
        assertEquals(Math.sqrt(15), found.value(), 1e-6);
        assertTrue(found.lowerBound() <= Math.sqrt(15));
        assertTrue(found.gap() < 2e-6, "gap " + found.gap());
    }

    /** Along a coordinate that only makes parameters grow the norm falls to that of the rest. */
    @Test
    void oneSidedCoordinatesAreNotAttained() {
        double[][] matrix = {{4, 1, 0}, {1, 2, 0}, {0, 0, 1}};
        Generator grows = new Generator("norm", -1, new int[] {0}, new double[] {1});
        Infimum found = infimum(List.of(grows), matrix);
        assertFalse(found.attained());
        assertEquals(2, found.value(), 1e-12);
        assertEquals(2, found.lowerBound(), 1e-5);
        assertEquals(3 + Math.sqrt(2), found.here(), 1e-12);
    }

    @Test
    void noRandomPointFallsBelowTheBound() {
        int tight = 0;
        for (int seed = 0; seed < NETWORKS; seed++) {
            RandomGenerator random = context.random("network " + seed);
            List<Generator> coordinates =
                    seed % 3 == 0 ? units(2, 2, 1) : seed % 3 == 1 ? units(1, 3, 2) : units(2, 2, 2, 1);
            int n = seed % 3 == 0 ? 6 : seed % 3 == 1 ? 9 : 10;
            double[][] matrix = random(n, seed % 4 == 0 ? 1 : seed % 4 == 1 ? n : 3, seed % 5 == 0, random);
            if (seed % 7 == 0) {
                // Equal blocks on the diagonal: clusters and repetitions at the top.
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        matrix[i][j] = i == j ? 1 + (i % 2) * 1e-9 : 0;
                    }
                }
            }
            Infimum found = infimum(coordinates, matrix);
            tight += found.gap() < 1e-5 ? 1 : 0;
            assertTrue(found.lowerBound() <= found.value(), "seed " + seed);
            assertTrue(found.value() <= found.here() * (1 + 1e-13), "seed " + seed);
            for (int point = 0; point < POINTS; point++) {
                double[] x = point % 2 == 0 ? found.point().clone() : new double[coordinates.size()];
                double width = Math.pow(10, -6 + 7 * random.nextDouble());
                for (int v = 0; v < x.length; v++) {
                    x[v] += width * random.nextGaussian();
                }
                double there = norm(coordinates, matrix, x);
                assertTrue(
                        there >= found.lowerBound() * (1 - 1e-14),
                        "seed " + seed + ": " + there + " below " + found.lowerBound());
            }
        }
        assertTrue(tight >= NETWORKS * 9 / 10, "only " + tight + " of " + NETWORKS + " bounds reach five digits");
    }

    /** Iterated eigenvalues, and more of them alike than are computed. */
    @Test
    void largerMatricesAreBoundedToo() {
        for (int seed = 0; seed < 3; seed++) {
            RandomGenerator random = context.random("large " + seed);
            List<Generator> coordinates = units(6, 12, 8);
            double[][] matrix = random(168, 40, seed == 1, random);
            Infimum found = infimum(coordinates, matrix);
            assertTrue(found.lowerBound() <= found.value());
            assertTrue(found.gap() < 1e-3, "seed " + seed + " gap " + found.gap());
            for (int point = 0; point < 100; point++) {
                double[] x = found.point().clone();
                double width = Math.pow(10, -5 + 5 * random.nextDouble());
                for (int v = 0; v < x.length; v++) {
                    x[v] += width * random.nextGaussian();
                }
                assertTrue(norm(coordinates, matrix, x) >= found.lowerBound() * (1 - 1e-14), "seed " + seed);
            }
        }
    }
}
