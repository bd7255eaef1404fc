package io.flatness.numerics;

import static io.flatness.numerics.Matrices.ALGEBRA;
import static io.flatness.numerics.Matrices.diagonal;
import static io.flatness.numerics.Matrices.fill;
import static io.flatness.numerics.Matrices.random;
import static io.flatness.numerics.Matrices.rotated;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanczosQuadratureTest {
    private static LanczosQuadrature rule(Matrices.Dense a, double[] start, int steps) {
        return LanczosQuadrature.of(a, start, steps, random(1), ALGEBRA);
    }

    // PyHessian squared the whole eigenvector matrix until 2024, and Landscaper does so still: its "weights" are n × n
    // numbers. The weight of a node is the squared first component alone.
    @Test
    void theFullRuleHasTheSquaredComponentsOfTheStartAsWeights() {
        double[] spectrum = {-3, -1, 0.5, 2, 7};
        double[] start = {1, 2, 3, 4, 5};
        LanczosQuadrature rule = rule(diagonal(spectrum), start, 5);
        assertArrayEquals(spectrum, rule.nodes(), 1e-13);
        assertArrayEquals(fill(5, i -> start[i] * start[i] / 55), rule.weights(), 1e-13);
    }

    @Test
    void momentsBelowTwiceTheStepsAreExact() {
        Matrices.Dense a = rotated(2, fill(60, i -> Math.cos(i)));
        double[] start = fill(60, i -> Math.sin(i + 1));
        LanczosQuadrature rule = rule(a, start, 10);
        double[] power = start.clone();
        for (int k = 0; k < 20; k++) {
            int degree = k;
            double moment = Vectors.dot(start, power) / Vectors.dot(start, start);
            assertEquals(moment, rule.integrate(x -> Math.pow(x, degree)), 1e-12, "moment " + k);
            power = a.apply(power);
        }
    }

    @Test
    void theReferenceRuleIsReproduced() {
        Oracle oracle = Oracle.read("21-randomised-linear-algebra.json");
        LanczosQuadrature rule = rule(new Matrices.Dense(oracle.flat("A"), 24), oracle.vector("lanczos.v0"), 8);
        assertArrayEquals(oracle.vector("slq.nodes"), rule.nodes(), 1e-10);
        assertArrayEquals(oracle.vector("slq.weights"), rule.weights(), 1e-12);
    }

    @Test
    // curvlinops' Lanczos has no guard here: the next vector is 0/0 and the density NaN.
    void aBreakdownEndsWithAnExactRule() {
        double[] spectrum = fill(100, i -> i < 2 ? 5 : i < 5 ? 2 : 0);
        LanczosQuadrature rule = LanczosQuadrature.random(rotated(3, spectrum), 40, random(4), ALGEBRA);
        assertArrayEquals(new double[] {0, 2, 5}, rule.nodes(), 1e-12);
        assertEquals(1, Arrays.stream(rule.weights()).sum(), 1e-14);
        LanczosQuadrature zero = LanczosQuadrature.random(diagonal(new double[30]), 10, random(4), ALGEBRA);
        assertArrayEquals(new double[] {0}, zero.nodes());
        assertArrayEquals(new double[] {1}, zero.weights());
    }

    @Test
    void noGhostsAppear() {
        // Without reorthogonalization 40 steps find the largest eigenvalue several times.
        double[] spectrum = fill(200, i -> i == 0 ? 50 : i == 1 ? 20 : 1.0 / (i + 1));
        LanczosQuadrature rule = LanczosQuadrature.random(rotated(5, spectrum), 40, random(6), ALGEBRA);
        assertEquals(1, Arrays.stream(rule.nodes()).filter(x -> x > 30).count());
        assertEquals(50, rule.nodes()[rule.nodes().length - 1], 1e-11);
    }

    @Test
    void clustersHaveTheirMass() {
        Matrices.Dense a = rotated(7, fill(60, i -> i < 30 ? 1 + 1e-3 * i : 5 - 1e-3 * i));
        double[] mass = new double[200];
        for (int seed = 0; seed < 200; seed++) {
            mass[seed] = LanczosQuadrature.random(a, 20, random(seed), ALGEBRA).integrate(x -> x < 3 ? 1 : 0);
        }
        Estimate mean = Estimate.mean(mass, 0);
        assertEquals(0.5, mean.value(), 4 * mean.standardError());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1e140})
    void scaleChangesNothing(double scale) {
        Matrices.Dense a = rotated(8, fill(50, i -> Math.cos(i)));
        LanczosQuadrature unit = LanczosQuadrature.random(a, 12, random(9), ALGEBRA);
        LanczosQuadrature scaled = LanczosQuadrature.random(a.times(scale), 12, random(9), ALGEBRA);
        assertArrayEquals(unit.weights(), scaled.weights(), 1e-12);
        assertArrayEquals(
                unit.nodes(), Arrays.stream(scaled.nodes()).map(x -> x / scale).toArray(), 1e-12);
    }

    @Test
    void theLogDeterminantIsCoveredByItsError() {
        double[] spectrum = fill(200, i -> i < 30 ? i + 1 : 1);
        Matrices.Dense a = rotated(10, spectrum);
        double truth = Arrays.stream(spectrum).map(Math::log).sum();
        double[] values = new double[20];
        for (int k = 0; k < 20; k++) {
            values[k] =
                    200 * LanczosQuadrature.random(a, 40, random(k), ALGEBRA).integrate(Math::log);
        }
        Estimate estimate = Estimate.mean(values, 0);
        assertEquals(truth, estimate.value(), 4 * estimate.standardError());
        assertTrue(estimate.standardError() < 0.05 * truth);
    }

    @Test
    void theFrobeniusNormIsEstimatedAndCovered() {
        double[] spectrum = fill(120, i -> Math.cos(i) / (1 + 0.1 * i));
        Matrices.Dense a = rotated(11, spectrum);
        double truth = Vectors.norm(spectrum);
        int covered = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Estimate x = FrobeniusNorm.estimate(a, Effort.tolerance(0.1, 2000), random(seed));
            covered += Math.abs(x.value() - truth) <= StudentT.NORMAL * x.standardError() ? 1 : 0;
        }
        assertTrue(covered >= 930, "covered " + covered);
        Estimate exact = FrobeniusNorm.estimate(a, Effort.tolerance(1e-9, 2000), random(1));
        assertTrue(exact.exact());
        assertEquals(truth, exact.value(), 1e-13);
        for (double scale : new double[] {1e-140, 1e140}) {
            Estimate scaled = FrobeniusNorm.estimate(a.times(scale), Effort.probes(20), random(1));
            Estimate unit = FrobeniusNorm.estimate(a, Effort.probes(20), random(1));
            assertEquals(unit.value(), scaled.value() / scale, 1e-13);
        }
        assertEquals(
                0,
                FrobeniusNorm.estimate(diagonal(new double[5]), Effort.tolerance(0.1, 50), random(1))
                        .value());
    }
}
