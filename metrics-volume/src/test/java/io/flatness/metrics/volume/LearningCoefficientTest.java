package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** Half the dimension for a quadratic, and less where the minimum is singular; against quadrature. */
class LearningCoefficientTest {
    private static Measurement measure(FormulaSurface surface, double beta, long seed) {
        return new LocalLearningCoefficient(new LocalLearningCoefficientParameters(beta, 1, 100_000))
                .measure(new Minimum(surface, new double[surface.dimension()]), LocalContext.singleThreaded(seed));
    }

    @Test
    void ofAQuadraticItIsHalfTheNumberOfItsCurvedDirections() {
        double beta = 1e4;
        FormulaSurface surface = new FormulaSurface(
                3, x -> 0.5 * (x[0] * x[0] + 4 * x[1] * x[1]), x -> new double[] {x[0], 4 * x[1], 0});
        Measurement measured = measure(surface, beta, 1);
        assertEquals(ValueKind.ESTIMATE, measured.kind(), measured::toString);
        // Σ ½ nβλ / (nβλ + γ)
        double expected = 0.5 * (1e4 / (1e4 + 1) + 4e4 / (4e4 + 1));
        assertEquals(expected, measured.value(), 4 * measured.standardError());
        assertTrue(measured.standardError() < 0.05);
    }

    /** The exponents of a normal crossing u^2a v^2b are 1/(2a), 1/(2b): the smaller counts, twice where both agree. */
    @Test
    void ofNormalCrossingsItIsThatOfTheQuadrature() {
        int[][] exponents = {{0, 1}, {1, 1}, {1, 2}, {0, 2}, {0, 3}};
        for (int[] e : exponents) {
            double beta = 1000;
            FormulaSurface surface =
                    new FormulaSurface(2, x -> Math.pow(x[0], 2 * e[0]) * Math.pow(x[1], 2 * e[1]), x -> new double[] {
                        e[0] == 0 ? 0 : 2 * e[0] * Math.pow(x[0], 2 * e[0] - 1) * Math.pow(x[1], 2 * e[1]),
                        2 * e[1] * Math.pow(x[1], 2 * e[1] - 1) * Math.pow(x[0], 2 * e[0])
                    });
            DoubleBinaryOperator loss = (u, v) -> Math.pow(u, 2 * e[0]) * Math.pow(v, 2 * e[1]);
            double mass = 0;
            double energy = 0;
            double h = 0.01;
            for (double u = h / 2; u < 7; u += h) {
                // Finer where the set is thin: v = s³.
                for (double s = h / 4; s < 1.9; s += h / 2) {
                    double v = s * s * s;
                    double weight = 3 * s * s * Math.exp(-beta * loss.applyAsDouble(u, v) - 0.5 * (u * u + v * v));
                    mass += weight;
                    energy += weight * beta * loss.applyAsDouble(u, v);
                }
            }
            Measurement measured = measure(surface, beta, 3);
            if (measured.kind() == ValueKind.ESTIMATE) {
                assertEquals(energy / mass, measured.value(), 4 * measured.standardError() + 2e-3, e[0] + " " + e[1]);
            } else {
                assertEquals(ValueKind.UNDEFINED, measured.kind());
                assertTrue(measured.details().containsKey("estimate"));
            }
        }
    }

    @Test
    void withoutSamplesATemperatureIsAskedFor() {
        FormulaSurface surface = new FormulaSurface(1, x -> x[0] * x[0], x -> new double[] {2 * x[0]});
        Measurement measured = new LocalLearningCoefficient(new LocalLearningCoefficientParameters(null, 1, 100_000))
                .measure(new Minimum(surface, new double[1]), LocalContext.singleThreaded(1));
        assertEquals(
                "without samples the loss has no temperature of its own: give beta, by which it is multiplied",
                measured.reason());
    }
}
