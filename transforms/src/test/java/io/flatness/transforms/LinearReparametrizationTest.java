package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearReparametrizationTest {
    private final LocalContext context = LocalContext.singleThreaded(5);
    private final SmoothSurface base = SmoothSurface.random(4, context.random("surface"));
    private final double[] theta = {0.1, 0.2, -0.3, 0.4};

    private Minimum apply(LinearParameters parameters) {
        return LinearReparametrization.of(parameters)
                .apply(new Minimum(base, theta), context)
                .minimum();
    }

    @Test
    void whiteningTheHessianMakesItTheIdentity() {
        Minimum white = apply(new LinearParameters(null, null, LinearParameters.Whiten.HESSIAN, 1e-6));
        assertEquals(base.value(theta), white.surface().value(white.theta()), 1e-14);
        for (int j = 0; j < 4; j++) {
            double[] basis = new double[4];
            basis[j] = 1;
            assertArrayEquals(basis, white.surface().hessianAt(white.theta()).apply(basis), 1e-10);
        }
    }

    @Test
    void diagonalScalesTheHessianOnBothSides() {
        Minimum scaled = apply(new LinearParameters(List.of(2.0, 0.5, -1.0, 4.0), null, null, 1e-6));
        assertArrayEquals(new double[] {0.05, 0.4, 0.3, 0.1}, scaled.theta(), 1e-16);
        double[] before = base.hessianAt(theta).apply(new double[] {2, 0, 0, 0});
        double[] after = scaled.surface().hessianAt(scaled.theta()).apply(new double[] {1, 0, 0, 0});
        assertArrayEquals(new double[] {2 * before[0], 0.5 * before[1], -before[2], 4 * before[3]}, after, 1e-15);
    }

    @Test
    void singularMatrixIsRefused() {
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> apply(new LinearParameters(
                        null,
                        List.of(
                                List.of(1.0, 2.0, 0.0, 0.0),
                                List.of(2.0, 4.0, 0.0, 0.0),
                                List.of(0.0, 0.0, 1.0, 0.0),
                                List.of(0.0, 0.0, 0.0, 1.0)),
                        null,
                        1e-6)));
        assertEquals("matrix", refused.parameter());
    }

    @Test
    void whiteningTheFisherInformationNeedsOne() {
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> apply(new LinearParameters(null, null, LinearParameters.Whiten.FISHER, 1e-6)));
        assertEquals("whiten: fisher needs a loss that knows its Fisher information", refused.getMessage());
    }

    @Test
    void oneMatrixIsEnough() {
        InvalidParameterException refused =
                assertThrows(InvalidParameterException.class, () -> new LinearParameters(null, null, null, 1e-6));
        assertEquals("give exactly one of diagonal, matrix and whiten; 0 are given", refused.getMessage());
    }
}
