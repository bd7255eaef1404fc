package io.flatness.numerics;

import io.flatness.core.linalg.OjalgoGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Matrices of known spectrum for the tests of this module. */
final class Matrices {
    static final LinearAlgebra ALGEBRA = new OjalgoLinearAlgebra(new OjalgoGemm());

    private Matrices() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Q diag(eigenvalues) Qᵀ with a random orthogonal Q: a product of n/2 random reflections' worth of QR. */
    static Dense rotated(long seed, double... eigenvalues) {
        int n = eigenvalues.length;
        RandomGenerator random = random(seed);
        double[] gaussian = new double[n * n];
        for (int i = 0; i < gaussian.length; i++) {
            gaussian[i] = random.nextGaussian();
        }
        double[] q = ALGEBRA.qr(gaussian, n, n).q();
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += q[i * n + k] * eigenvalues[k] * q[j * n + k];
                }
                matrix[i * n + j] = sum;
                matrix[j * n + i] = sum;
            }
        }
        return new Dense(matrix, n);
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
