package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class MinimumNormTest {
    @Test
    void aSegmentHasItsNearestPointInsideOrAtAnEnd() {
        assertArrayEquals(
                new double[] {1, 0}, MinimumNorm.of(List.of(new double[] {1, 3}, new double[] {1, -1})), 1e-9);
        assertArrayEquals(
                new double[] {1, 1}, MinimumNorm.of(List.of(new double[] {1, 1}, new double[] {2, 3})), 1e-15);
        assertArrayEquals(new double[] {2, 5}, MinimumNorm.of(List.of(new double[] {2, 5})), 0);
    }

    @Test
    void aHullAroundTheOriginHasNormZero() {
        double[] point = MinimumNorm.of(List.of(new double[] {1, 0}, new double[] {-1, 1}, new double[] {-1, -2}));
        assertArrayEquals(new double[2], point, 1e-9);
    }

    /** The nearest point p of a convex set has ⟨p, v⟩ ≥ ‖p‖² for every v of it. */
    @Test
    void noVectorLiesBeyondTheSupportingPlane() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int round = 0; round < 200; round++) {
            List<double[]> vectors = new ArrayList<>();
            for (int i = 0; i < 1 + round % 9; i++) {
                double[] v = new double[6];
                for (int k = 0; k < v.length; k++) {
                    v[k] = random.nextGaussian() + (k == 0 ? 2 : 0);
                }
                vectors.add(v);
            }
            double[] p = MinimumNorm.of(vectors);
            double square = Vectors.dot(p, p);
            for (double[] v : vectors) {
                assertTrue(
                        Vectors.dot(p, v) >= square * (1 - 1e-6),
                        "round " + round + ": " + Vectors.dot(p, v) + " below " + square);
            }
        }
    }
}
