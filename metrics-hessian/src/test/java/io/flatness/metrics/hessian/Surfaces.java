package io.flatness.metrics.hessian;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Quadratic surfaces ½ θᵀHθ of known curvature. */
final class Surfaces {
    private Surfaces() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static double[] fill(int n, IntToDoubleFunction f) {
        double[] values = new double[n];
        java.util.Arrays.setAll(values, f);
        return values;
    }

    static double[] diagonal(double... eigenvalues) {
        int n = eigenvalues.length;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = eigenvalues[i];
        }
        return matrix;
    }

    /** Q diag(eigenvalues) Qᵀ with Q a product of three seeded reflections. */
    static double[] rotated(long seed, double... eigenvalues) {
        int n = eigenvalues.length;
        RandomGenerator random = random(seed);
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = eigenvalues[i];
        }
        for (int reflection = 0; reflection < 3; reflection++) {
            double[] v = fill(n, i -> random.nextGaussian());
            double square = 0;
            for (double x : v) {
                square += x * x;
            }
            // A ← (I − 2vvᵀ/v·v) A, then the same from the right through the transpose.
            for (int side = 0; side < 2; side++) {
                for (int j = 0; j < n; j++) {
                    double dot = 0;
                    for (int i = 0; i < n; i++) {
                        dot += v[i] * matrix[j * n + i];
                    }
                    for (int i = 0; i < n; i++) {
                        matrix[j * n + i] -= 2 * dot / square * v[i];
                    }
                }
                transpose(matrix, n);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i * n + j] = matrix[j * n + i];
            }
        }
        return matrix;
    }

    private static void transpose(double[] matrix, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double swap = matrix[i * n + j];
                matrix[i * n + j] = matrix[j * n + i];
                matrix[j * n + i] = swap;
            }
        }
    }

    /** The minimum of a quadratic with the given Hessian, cut into blocks called 0.weight, 1.weight, … */
    static Minimum minimum(double[] matrix, int... sizes) {
        int n = (int) Math.round(Math.sqrt(matrix.length));
        List<Block> blocks = new ArrayList<>();
        int offset = 0;
        for (int size : sizes.length == 0 ? new int[] {n} : sizes) {
            blocks.add(new Block(blocks.size() + ".weight", List.of(size), offset));
            offset += size;
        }
        return new Minimum(new Quadratic(matrix, n, new ParameterLayout(blocks)), new double[n]);
    }

    /** ½‖θ‖² in n dimensions, without a matrix. */
    static Minimum identity(int n) {
        return listed(fill(n, i -> 1));
    }

    /** ½ Σ λᵢ θᵢ², without a matrix. */
    static Minimum listed(double... eigenvalues) {
        int n = eigenvalues.length;
        ParameterLayout layout = ParameterLayout.single("0.weight", n);
        return new Minimum(
                new LossSurface() {
                    @Override
                    public ParameterLayout layout() {
                        return layout;
                    }

                    @Override
                    public double value(double[] theta) {
                        return valueAndGradient(theta, new double[n]);
                    }

                    @Override
                    public double valueAndGradient(double[] theta, double[] into) {
                        double sum = 0;
                        for (int i = 0; i < n; i++) {
                            into[i] = eigenvalues[i] * theta[i];
                            sum += 0.5 * into[i] * theta[i];
                        }
                        return sum;
                    }

                    @Override
                    public SymmetricOperator hessianAt(double[] theta) {
                        return new SymmetricOperator() {
                            @Override
                            public int dimension() {
                                return n;
                            }

                            @Override
                            public void apply(double[] x, double[] into) {
                                for (int i = 0; i < n; i++) {
                                    into[i] = eigenvalues[i] * x[i];
                                }
                            }
                        };
                    }
                },
                new double[n]);
    }

    static Measurement measure(Metric metric, Minimum minimum) {
        return metric.measure(minimum, context());
    }

    static MetricContext context() {
        return LocalContext.singleThreaded(20170306);
    }

    static double[] doubles(Measurement measurement, String detail) {
        return (double[]) measurement.details().get(detail);
    }

    private record Quadratic(double[] matrix, int n, ParameterLayout layout) implements LossSurface, SymmetricOperator {
        @Override
        public double value(double[] theta) {
            return valueAndGradient(theta, new double[n]);
        }

        @Override
        public double valueAndGradient(double[] theta, double[] into) {
            apply(theta, into);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += 0.5 * theta[i] * into[i];
            }
            return sum;
        }

        @Override
        public SymmetricOperator hessianAt(double[] theta) {
            return this;
        }

        @Override
        public int dimension() {
            return n;
        }

        @Override
        public void apply(double[] x, double[] into) {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += matrix[i * n + j] * x[j];
                }
                into[i] = sum;
            }
        }
    }
}
