package io.flatness.numerics;

import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Matrices of known spectrum for the tests of this module. */
final class Matrices {
    static final LinearAlgebra ALGEBRA = new OjalgoLinearAlgebra(new JavaGemm());

    private Matrices() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Q diag(eigenvalues) Qᵀ with Q a product of three seeded reflections. */
    static Dense rotated(long seed, double... eigenvalues) {
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
        return new Dense(matrix, n);
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

    static Dense diagonal(double... eigenvalues) {
        int n = eigenvalues.length;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = eigenvalues[i];
        }
        return new Dense(matrix, n);
    }

    static double[] fill(int n, java.util.function.IntToDoubleFunction f) {
        double[] values = new double[n];
        java.util.Arrays.setAll(values, f);
        return values;
    }

    record Dense(double[] matrix, int n) implements SymmetricOperator {
        Dense times(double factor) {
            return new Dense(
                    java.util.Arrays.stream(matrix).map(x -> x * factor).toArray(), n);
        }

        double trace() {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += matrix[i * n + i];
            }
            return sum;
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
