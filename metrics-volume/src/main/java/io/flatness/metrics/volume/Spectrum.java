package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.DiagonalEstimate;
import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A curvature matrix A at a point by its axes: all of them up to {@value #DENSE} parameters or where A is diagonal; for
 * larger ones A ≈ S⁻¹ (V diag(values) Vᵀ + rest (I − V Vᵀ)) S⁻¹ with the scales S that make the diagonal of S A S one, the
 * largest eigenvalues of S A S by Lanczos, and the mean of all others.
 *
 * @param kind which matrix, as experiments write it
 * @param values curvatures along the axes
 * @param vectors the axes, orthonormal; {@code null} for those of the coordinates
 * @param scales the diagonal of S; {@code null} for the identity
 * @param rest the curvature beside the axes; only with scales
 */
record Spectrum(String kind, double[] values, double @Nullable [][] vectors, double @Nullable [] scales, double rest) {
    /** Largest dimension whose matrix is formed and decomposed. */
    static final int DENSE = 1000;

    private static final int DIAGONAL_PROBES = 100;
    private static final int MOST_AXES = 100;
    /** Doubles for the axes of a large matrix. */
    private static final long MOST_DOUBLES = 20_000_000;
    /** Diagonal entries and curvatures of a large matrix are at least this part of the largest. */
    private static final double SMALLEST = 1e-8;

    /**
     * Decomposes a matrix plus a multiple of the identity.
     *
     * @param curvature which; not {@code NONE}
     * @param shift of all eigenvalues
     * @throws ArithmeticException when the curvature is not finite
     */
    static Spectrum of(Minimum minimum, Curvature curvature, double shift, MetricContext context) {
        return new Source(minimum, curvature, shift, context).spectrum();
    }

    /**
     * Eigenvectors of the Hessian, those of the largest eigenvalues first.
     *
     * @throws MeasurementException when the curvature is not finite
     */
    static double[][] leading(Minimum minimum, int count, MetricContext context) {
        try {
            SymmetricOperator hessian = minimum.surface().hessianAt(minimum.theta());
            return Lanczos.of(count, SpectrumEnd.LARGEST)
                    .solve(hessian, context.random("axes"), context.linearAlgebra())
                    .vectors();
        } catch (ArithmeticException notFinite) {
            throw new MeasurementException("the curvature at the point is not finite: " + notFinite.getMessage());
        }
    }

    /** P whose axes have the lengths that a function gives to the curvatures. */
    Preconditioner map(DoubleUnaryOperator length) {
        double[] axes = Arrays.stream(values).map(length).toArray();
        return scales == null || vectors == null
                ? new AxisPreconditioner(kind, axes, vectors)
                : new DeflatedPreconditioner(kind, scales, axes, vectors, length.applyAsDouble(rest));
    }

    /**
     * P = (β H⁺ + γ)^{−½} with the Hessian H: under it the quadratic model of β L + ½ γ ‖d‖² is round. Where the loss curves
     * downward the window alone is meant.
     *
     * @throws MeasurementException when the curvature is not finite
     */
    static Preconditioner windowed(Minimum minimum, double beta, double gamma, MetricContext context) {
        try {
            double window = gamma / beta;
            Spectrum spectrum = of(minimum, Curvature.HESSIAN, window, context);
            // Scaled axes are in units of their own.
            double least = spectrum.scales == null ? window : SMALLEST * spectrum.rest;
            return spectrum.map(c -> 1 / Math.sqrt(beta * Math.max(least, c)));
        } catch (ArithmeticException notFinite) {
            throw new MeasurementException("the curvature at the point is not finite: " + notFinite.getMessage());
        }
    }

    /** The matrix and its decomposition. */
    private record Source(Minimum minimum, Curvature curvature, double shift, MetricContext context) {
        Spectrum spectrum() {
            SymmetricOperator matrix = matrix();
            double[] diagonal = ifDiagonal(matrix);
            String kind = curvature.yaml();
            if (diagonal.length > 0) {
                return new Spectrum(kind, finite(diagonal), null, null, 0);
            }
            if (curvature == Curvature.DIAGONAL) {
                return new Spectrum(kind, finite(diagonal(matrix)), null, null, 0);
            }
            if (matrix.dimension() <= DENSE) {
                SymmetricEigen eigen = DenseSymmetric.of(matrix).eigen(context.linearAlgebra());
                return new Spectrum(kind, finite(eigen.values()), eigen.vectors(), null, 0);
            }
            return deflated(matrix, kind);
        }

        private static double[] finite(double[] curvatures) {
            for (double c : curvatures) {
                if (!Double.isFinite(c)) {
                    throw new ArithmeticException("a curvature is " + c);
                }
            }
            return curvatures;
        }

        private SymmetricOperator matrix() {
            double[] theta = minimum.theta();
            if (curvature != Curvature.GAUSS_NEWTON) {
                return shifted(minimum.surface().hessianAt(theta));
            }
            Optional<GaussNewton> capability = minimum.surface().as(GaussNewton.class);
            return shifted(capability
                    .orElseThrow(() -> new MeasurementException("the surface offers no Gauss–Newton matrix:"
                            + " take preconditioner hessian, diagonal or none"))
                    .gaussNewtonAt(theta));
        }

        private SymmetricOperator shifted(SymmetricOperator matrix) {
            if (shift == 0) {
                return matrix;
            }
            return new SymmetricOperator() {
                @Override
                public int dimension() {
                    return matrix.dimension();
                }

                @Override
                public void apply(double[] x, double[] into) {
                    matrix.apply(x, into);
                    for (int i = 0; i < x.length; i++) {
                        into[i] += shift * x[i];
                    }
                }
            };
        }

        /** The diagonal, if two products say that there is nothing beside it; empty otherwise. */
        private double[] ifDiagonal(SymmetricOperator matrix) {
            int n = matrix.dimension();
            double[] ones = new double[n];
            Arrays.fill(ones, 1);
            double[] diagonal = matrix.apply(ones);
            RandomGenerator random = context.random("diagonal");
            double[] z = new double[n];
            for (int i = 0; i < n; i++) {
                z[i] = random.nextGaussian();
            }
            double[] image = matrix.apply(z);
            for (int i = 0; i < n; i++) {
                double expected = diagonal[i] * z[i];
                if (!(Math.abs(image[i] - expected) <= 1e-12 * Math.abs(expected))) {
                    return new double[0];
                }
            }
            return diagonal;
        }

        private double[] diagonal(SymmetricOperator matrix) {
            int n = matrix.dimension();
            Optional<ExactCurvature> exact = curvature == Curvature.GAUSS_NEWTON
                    ? Optional.empty()
                    : minimum.surface().as(ExactCurvature.class);
            if (exact.isPresent()) {
                return Arrays.stream(exact.get().hessianDiagonal(minimum.theta()))
                        .map(d -> d + shift)
                        .toArray();
            }
            if (n > DENSE) {
                return DiagonalEstimate.of(matrix, DIAGONAL_PROBES, context.random("diagonal-probes"))
                        .values();
            }
            DenseSymmetric dense = DenseSymmetric.of(matrix);
            double[] diagonal = new double[n];
            for (int i = 0; i < n; i++) {
                diagonal[i] = dense.matrix()[i * n + i];
            }
            return diagonal;
        }

        private Spectrum deflated(SymmetricOperator matrix, String kind) {
            int n = matrix.dimension();
            double[] diagonal = finite(diagonal(matrix));
            double largest = Arrays.stream(diagonal).map(Math::abs).max().orElse(0);
            if (largest == 0) {
                double[] zeros = new double[n];
                return new Spectrum(kind, zeros, null, null, 0);
            }
            double[] scales = new double[n];
            double rest = 0;
            for (int i = 0; i < n; i++) {
                double d = Math.max(Math.abs(diagonal[i]), SMALLEST * largest);
                scales[i] = 1 / Math.sqrt(d);
                rest += diagonal[i] / d;
            }
            int count = (int) Math.max(2, Math.min(MOST_AXES, MOST_DOUBLES / 4 / n));
            EigenPairs pairs = new Lanczos(count, SpectrumEnd.LARGEST, 1e-6, 1, 4 * count)
                    .solve(scaled(matrix, scales), context.random("axes"), context.linearAlgebra());
            for (double value : pairs.values()) {
                rest -= value;
            }
            rest = Math.max(rest / (n - count), SMALLEST * pairs.values()[0]);
            return new Spectrum(kind, finite(pairs.values()), pairs.vectors(), scales, rest);
        }

        private static SymmetricOperator scaled(SymmetricOperator matrix, double[] scales) {
            return new SymmetricOperator() {
                @Override
                public int dimension() {
                    return scales.length;
                }

                @Override
                public void apply(double[] x, double[] into) {
                    double[] y = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        y[i] = scales[i] * x[i];
                    }
                    matrix.apply(y, into);
                    for (int i = 0; i < x.length; i++) {
                        into[i] *= scales[i];
                    }
                }
            };
        }
    }
}
