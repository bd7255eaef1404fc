package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PosynomialTest {
    private final LocalContext context = LocalContext.singleThreaded(4);
    private final LinearAlgebra algebra = context.linearAlgebra();

    private static Posynomial.Term term(double coefficient, int place, double exponent) {
        return new Posynomial.Term(coefficient, new int[] {place}, new double[] {exponent});
    }

    /** AM–GM: t₁e^(−2s) + t₂e^(2s) ≥ 2√(t₁t₂), at any scale. */
    @Test
    void twoTermsMeetTheirGeometricMean() {
        for (double scale : new double[] {1e-140, 1, 1e140}) {
            Posynomial trace = new Posynomial(
                    1, List.of(term(1.028283199981284 * scale, 0, -2), term(1.3560567432017157 * scale, 0, 2)));
            Posynomial.Minimum minimum = trace.minimize(algebra);
            assertEquals(2.361703086550601 * scale, minimum.value(), 1e-14 * scale);
            assertEquals(Math.log(0.9331655973143246), minimum.point()[0], 1e-13);
            assertTrue(minimum.attained());
        }
    }

    @Test
    void minimumOfManyTermsBeatsEveryPointNearIt() {
        RandomGenerator random = context.random("terms");
        List<Posynomial.Term> terms = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                terms.add(
                        i == j
                                ? term(random.nextDouble(), i, j % 2 == 0 ? 2 : -2)
                                : new Posynomial.Term(random.nextDouble(), new int[] {i, j}, new double[] {2, -2}));
            }
        }
        Posynomial trace = new Posynomial(5, terms);
        Posynomial.Minimum minimum = trace.minimize(algebra);
        assertTrue(minimum.gradient() <= 1e-12);
        for (int trial = 0; trial < 200; trial++) {
            double[] near = minimum.point().clone();
            for (int i = 0; i < 5; i++) {
                near[i] += 0.01 * random.nextGaussian();
            }
            assertTrue(trace.value(near) >= minimum.value());
        }
    }

    @Test
    void infimumThatIsNotReachedIsSaid() {
        Posynomial trace = new Posynomial(2, List.of(term(3, 0, -2), term(1, 1, 2), term(2, 1, -2)));
        Posynomial.Minimum minimum = trace.minimize(algebra);
        assertFalse(minimum.attained());
        assertEquals(2 * Math.sqrt(2), minimum.value(), 1e-12);
    }
}
