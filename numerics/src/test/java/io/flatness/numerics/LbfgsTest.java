package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.numerics.Lbfgs.Outcome;
import io.flatness.numerics.Lbfgs.Result;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    private static final Objective ROSENBROCK = (x, g) -> {
        double a = 1 - x[0];
        double b = x[1] - x[0] * x[0];
        g[0] = -2 * a - 400 * x[0] * b;
        g[1] = 200 * b;
        return a * a + 100 * b * b;
    };

    /** f(x) = unit · ½ Σ λᵢ (xᵢ/length − 1)². */
    private static Objective quadratic(double unit, double length, double... eigenvalues) {
        return (x, g) -> {
            double value = 0;
            for (int i = 0; i < x.length; i++) {
                double d = x[i] / length - 1;
                g[i] = unit * eigenvalues[i] * d / length;
                value += 0.5 * eigenvalues[i] * d * d;
            }
            return unit * value;
        };
    }

    @Test
    void rosenbrockIsMinimizedToTheTarget() {
        Result result = new Lbfgs(10, 1e-12, 200).minimize(ROSENBROCK, new double[] {-1.2, 1});
        assertEquals(Outcome.REACHED, result.outcome());
        assertArrayEquals(new double[] {1, 1}, result.x(), 1e-11);
        assertTrue(result.gradientNorm() <= 1e-12);
        assertTrue(result.evaluations() < 70, "evaluations " + result.evaluations());
    }

    @Test
    void anIllConditionedQuadraticReachesItsMinimum() {
        Result result = new Lbfgs(20, 1e-9, 2000).minimize(quadratic(1, 1, 1e4, 1e2, 1, 1e-2), new double[4]);
        assertEquals(Outcome.REACHED, result.outcome());
        assertArrayEquals(new double[] {1, 1, 1, 1}, result.x(), 1e-6);
    }

    @Test
    void theUnitsOfValueAndParametersDoNotMatter() {
        for (double unit : new double[] {1e-140, 1e-30, 1, 1e30, 1e140}) {
            Objective f = quadratic(unit, 1, 3, 1, 0.1);
            Result result = new Lbfgs(10, 1e-10 * unit, 200).minimize(f, new double[] {5, -3, 7});
            assertEquals(Outcome.REACHED, result.outcome(), "unit " + unit);
            assertArrayEquals(new double[] {1, 1, 1}, result.x(), 1e-8, "unit " + unit);
        }
        for (double length : new double[] {1e-60, 1e60}) {
            Objective f = quadratic(1, length, 3, 1, 0.1);
            double[] start = {5 * length, -3 * length, 7 * length};
            Result result = new Lbfgs(10, 1e-10 / length, 200).minimize(f, start);
            assertEquals(Outcome.REACHED, result.outcome(), "length " + length);
            assertEquals(1, result.x()[2] / length, 1e-8);
        }
    }

    @Test
    void theGradientIsReducedBelowTheRoundingOfTheValue() {
        // The last bits of a large loss are noise, while its gradient is still accurate.
        Objective f = (x, g) -> 1e6 + ROSENBROCK.valueAndGradient(x, g) + 8e-10 * Math.sin(1e12 * x[0]);
        Result result = new Lbfgs(10, 1e-9, 500).minimize(f, new double[] {-1.2, 1});
        assertEquals(Outcome.REACHED, result.outcome());
        assertTrue(result.gradientNorm() <= 1e-9);
    }

    @Test
    void aKinkIsReportedAsStalled() {
        Objective kink = (x, g) -> {
            g[0] = x[0] < 0.3 ? -1 : 2;
            return x[0] < 0.3 ? 0.3 - x[0] : 2 * (x[0] - 0.3);
        };
        Result result = new Lbfgs(10, 1e-8, 1000).minimize(kink, new double[] {5});
        assertEquals(Outcome.STALLED, result.outcome());
        assertEquals(0.3, result.x()[0], 1e-12);
        assertTrue(result.evaluations() < 1000);
    }

    @Test
    void aTargetBelowRoundingStallsAtTheMinimum() {
        Result result = new Lbfgs(10, 0, 5000).minimize(ROSENBROCK, new double[] {-1.2, 1});
        assertTrue(result.outcome() == Outcome.STALLED || result.gradientNorm() == 0);
        assertArrayEquals(new double[] {1, 1}, result.x(), 1e-13);
    }

    @Test
    void anInfiniteRegionIsSteppedBackFrom() {
        // −log x + x: the first steps leave the domain.
        Objective barrier = (x, g) -> {
            g[0] = 1 - 1 / x[0];
            return x[0] > 0 ? x[0] - Math.log(x[0]) : Double.POSITIVE_INFINITY;
        };
        Result result = new Lbfgs(5, 1e-10, 200).minimize(barrier, new double[] {1e-3});
        assertEquals(Outcome.REACHED, result.outcome());
        assertEquals(1, result.x()[0], 1e-9);
    }

    @Test
    void theBudgetIsKept() {
        Result result = new Lbfgs(5, 1e-12, 10).minimize(ROSENBROCK, new double[] {-1.2, 1});
        assertEquals(Outcome.BUDGET, result.outcome());
        assertTrue(result.evaluations() <= 10 + 40);
    }

    @Test
    void aStartWithoutAValueIsRefused() {
        Objective nothing = (x, g) -> Double.NaN;
        Lbfgs lbfgs = new Lbfgs(5, 1e-12, 10);
        assertThrows(IllegalArgumentException.class, () -> lbfgs.minimize(nothing, new double[] {1}));
    }
}
