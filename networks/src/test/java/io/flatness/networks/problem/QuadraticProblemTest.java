package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuadraticProblemTest {
    private static final double[] SPECTRUM = {7, 3, 3, 0.5, 0, -2};

    private final LocalContext context = LocalContext.singleThreaded(3);

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1, 1e140})
    void spectrumIsThatAskedForAtEveryScale(double scale) {
        double[] eigenvalues = Arrays.stream(SPECTRUM).map(v -> v * scale).toArray();
        double[] dense = dense(open(eigenvalues, null).surface());
        double[] found = context.linearAlgebra().eigenvalues(dense, SPECTRUM.length);
        // 1e-13 ‖H‖: orthogonality of 16 reflections at eps
        assertArrayEquals(eigenvalues, found, 7e-13 * scale);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1, 1e140})
    void diagonalIsThatOfTheDenseMatrix(double scale) {
        double[] eigenvalues = Arrays.stream(SPECTRUM).map(v -> v * scale).toArray();
        LossSurface surface = open(eigenvalues, null).surface();
        double[] dense = dense(surface);
        ExactCurvature exact = surface.as(ExactCurvature.class).orElseThrow();
        double[] diagonal = exact.hessianDiagonal(new double[SPECTRUM.length]);
        for (int i = 0; i < SPECTRUM.length; i++) {
            assertEquals(dense[i * SPECTRUM.length + i], diagonal[i], 7e-14 * scale);
        }
        assertEquals(11.5 * scale, exact.hessianBlockTraces(new double[SPECTRUM.length])[0], 1e-14 * scale);
    }

    @Test
    void gradientAndValueAreThoseOfTheQuadraticForm() {
        double[] at = {1, -2, 0.5, 3, -1, 2};
        Minimum minimum = open(SPECTRUM, at);
        double[] gradient = new double[6];
        double value = minimum.surface().valueAndGradient(at, gradient);
        double[] product = minimum.surface().hessianAt(at).apply(at);
        assertArrayEquals(product, gradient, 1e-13);
        double energy = 0;
        for (int i = 0; i < 6; i++) {
            energy += 0.5 * at[i] * product[i];
        }
        assertEquals(energy, value, 1e-13);
        assertEquals(value, minimum.surface().value(at));
    }

    @Test
    void rotationMixesAllAxes() {
        double[] dense = dense(open(SPECTRUM, null).surface());
        for (double entry : dense) {
            assertEquals(true, Math.abs(entry) > 1e-6, "entry " + entry);
        }
    }

    @Test
    void withoutRotationTheHessianIsDiagonal() {
        Minimum minimum =
                new QuadraticParameters(SPECTRUM, null, false).open(context).initial();
        double[] product = minimum.surface().hessianAt(new double[6]).apply(new double[] {1, 1, 1, 1, 1, 1});
        assertArrayEquals(SPECTRUM, product);
    }

    @Test
    void pointOfWrongLengthIsRefused() {
        InvalidParameterException refusal = assertThrows(
                InvalidParameterException.class,
                () -> new QuadraticParameters(new double[] {1, 2}, new double[] {1}, true));
        assertEquals("at", refusal.parameter());
        assertEquals("at has 1 numbers, but there are 2 eigenvalues", refusal.getMessage());
    }

    private Minimum open(double[] eigenvalues, double[] at) {
        return new QuadraticParameters(eigenvalues, at, true).open(context).initial();
    }

    private static double[] dense(LossSurface surface) {
        int n = surface.dimension();
        double[] dense = new double[n * n];
        for (int j = 0; j < n; j++) {
            double[] unit = new double[n];
            unit[j] = 1;
            double[] column = surface.hessianAt(new double[n]).apply(unit);
            for (int i = 0; i < n; i++) {
                dense[i * n + j] = column[i];
            }
        }
        return dense;
    }
}
