package org.example.flatness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

class LossRiseTest {
    @Test
    void onAQuadraticItIsHalfTheSquaredRadiusTimesTheMeanEigenvalue() {
        double[] eigenvalues = {1, 2, 3, 10};
        Metric metric = new LossRiseFactory().create(new LossRiseParameters(0.5, 4000));

        Measurement rise =
                metric.measure(new Minimum(new Quadratic(eigenvalues), new double[4]), new SeededContext(17));

        assertEquals(0.5 * 0.25 * 4, rise.value(), 4 * rise.standardError());
    }

    @Test
    void everyDirectionOfASphereRisesAlike() {
        Metric metric = new LossRiseFactory().create(new LossRiseParameters(2, 8));

        Measurement rise =
                metric.measure(new Minimum(new Quadratic(new double[] {3, 3, 3}), new double[3]), new SeededContext(1));

        assertEquals(6, rise.value(), 1e-14 * 6);
        assertEquals(0, rise.standardError(), 1e-14);
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertEquals(
                "radius is 0.0; it must be greater than 0 and finite",
                assertThrows(IllegalArgumentException.class, () -> new LossRiseParameters(0, 8))
                        .getMessage());
        assertEquals(
                "directions is 1; a standard error needs at least 2 directions",
                assertThrows(IllegalArgumentException.class, () -> new LossRiseParameters(1, 1))
                        .getMessage());
    }
}
