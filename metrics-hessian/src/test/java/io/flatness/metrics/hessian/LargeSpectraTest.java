package io.flatness.metrics.hessian;

import static io.flatness.metrics.hessian.Surfaces.fill;
import static io.flatness.metrics.hessian.Surfaces.listed;
import static io.flatness.metrics.hessian.Surfaces.measure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Ranks, log-determinants and null masses of matrices that are not written out. */
class LargeSpectraTest {
    private static final int ROWS = 36;

    private static Metric rank(MatrixKind matrix) {
        return new RankParameters(1e-9, RankScaling.NONE, new Probing(40, 5), new Selection(matrix, null)).metric();
    }

    private static Metric logDeterminant(MatrixKind matrix) {
        return new LogDeterminantParameters(1e-9, new Probing(40, 5), new Selection(matrix, null)).metric();
    }

    private static Metric density() {
        return new SpectralDensityParameters(40, 5, 0.02, 100, 1e-6, new Selection(MatrixKind.HESSIAN, null)).metric();
    }

    /** 4,483 parameters, 12 samples of 3 outputs. */
    private static Minimum network(String targets, String loss) {
        return Written.open("""
                model: {layers: [60, 70, 3], activation: tanh}
                data: {type: random, samples: 12, features: 60, classes: 3%s}
                loss: %s
                """.formatted(targets, loss));
    }

    @Test
    void gaussNewtonHasTheSpectrumOfTheJacobiansGram() {
        Minimum minimum = network("", "mse");
        double[] theta = minimum.theta();
        JacobianProducts jacobian = minimum.surface().as(JacobianProducts.class).orElseThrow();
        double[] gram = new double[ROWS * ROWS];
        double[] row = new double[0];
        for (int k = 0; k < ROWS; k++) {
            double[] unit = new double[ROWS];
            unit[k] = 1;
            row = jacobian.vectorJacobian(theta, unit);
            System.arraycopy(jacobian.jacobianVector(theta, row), 0, gram, k * ROWS, ROWS);
        }
        // G = c JᵀJ for squared error, whatever is averaged over.
        SymmetricOperator operator =
                minimum.surface().as(GaussNewton.class).orElseThrow().gaussNewtonAt(theta);
        double[] image = jacobian.jacobianVector(theta, row);
        double c = Surfaces.context().linearAlgebra().dot(row, operator.apply(row))
                / Surfaces.context().linearAlgebra().dot(image, image);
        double logDeterminant = 0;
        for (double value : Surfaces.context().linearAlgebra().eigenvalues(gram, ROWS)) {
            logDeterminant += Math.log(c * value);
        }
        Measurement rank = measure(rank(MatrixKind.GAUSS_NEWTON), minimum);
        assertEquals(ValueKind.EXACT, rank.kind());
        assertEquals(ROWS, rank.value());
        assertEquals(4483 - ROWS, rank.details().get("zero"));
        Measurement measured = measure(logDeterminant(MatrixKind.GAUSS_NEWTON), minimum);
        assertEquals(ValueKind.EXACT, measured.kind());
        // 36 logarithms of eigenvalues known to 1e-12
        assertEquals(logDeterminant, measured.value(), 1e-9);
    }

    @Test
    void theHessianAtAMinimumWithoutResidualsHasTheRankOfItsJacobian() {
        Minimum minimum = network(", targets: teacher", "cross-entropy");
        Measurement rank = measure(rank(MatrixKind.HESSIAN), minimum);
        assertEquals(ValueKind.EXACT, rank.kind());
        // A shift of the logits of a sample changes nothing: one row less for each.
        assertEquals(ROWS - 12, rank.value());
        assertEquals(
                measure(logDeterminant(MatrixKind.GAUSS_NEWTON), minimum).value(),
                measure(logDeterminant(MatrixKind.HESSIAN), minimum).value(),
                1e-6);
        Measurement density = measure(density(), minimum);
        assertEquals((4483.0 - 24) / 4483, (double) density.details().get("zeroMass"), 1e-15);
        assertEquals(0.0, density.details().get("zeroMassError"));
    }

    @Test
    void whereResidualsBendTheLossNothingExactIsClaimed() {
        Minimum minimum = network("", "cross-entropy");
        Measurement rank = measure(rank(MatrixKind.HESSIAN), minimum);
        assertEquals(ValueKind.ESTIMATE, rank.kind());
        assertTrue(!rank.converged() && rank.standardError() > 0, rank.toString());
        Measurement logDeterminant = measure(logDeterminant(MatrixKind.HESSIAN), minimum);
        assertEquals(ValueKind.UNDEFINED, logDeterminant.kind());
        assertEquals(
                "the eigenvalues near zero of a matrix of 4483 rows are not resolved by 40 Lanczos steps, and their"
                        + " logarithms are the largest; take samples × outputs up to 4000 and a matrix without residuals"
                        + " (gauss-newton, fisher, targets: teacher), or choose blocks",
                logDeterminant.reason());
    }

    @Test
    void errorsOfNullMassesCoverTheirBias() {
        for (long seed = 1; seed <= 3; seed++) {
            RandomGenerator random = Surfaces.random(seed);
            double share = random.nextDouble();
            int decades = 1 + random.nextInt(12);
            double[] spectrum =
                    fill(4100, i -> random.nextDouble() < share ? 0 : Math.pow(10, -decades * random.nextDouble()));
            double threshold = 1e-6;
            double zeros = 0;
            double ranked = 0;
            for (double value : spectrum) {
                zeros += value <= threshold ? 1.0 / spectrum.length : 0;
                ranked += value > 1e-9 ? 1 : 0;
            }
            Minimum minimum = listed(spectrum);
            Measurement density = measure(density(), minimum);
            double error = (double) density.details().get("zeroMassError");
            assertEquals(zeros, (double) density.details().get("zeroMass"), 4 * error, "seed " + seed);
            Measurement rank = measure(rank(MatrixKind.HESSIAN), minimum);
            assertEquals(ranked, rank.value(), 4 * rank.standardError(), "seed " + seed);
        }
    }
}
