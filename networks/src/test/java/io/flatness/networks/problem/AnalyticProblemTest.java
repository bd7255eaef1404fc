package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.problem.AnalyticParameters.Surface;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnalyticProblemTest {
    private final LocalContext context = LocalContext.singleThreaded(1);

    @ParameterizedTest
    @EnumSource
    void defaultPointIsAMinimumWithLossZero(Surface surface) {
        Minimum minimum = open(surface, null);
        assertEquals(0, minimum.surface().value(minimum.theta()));
        for (double g : minimum.surface().gradient(minimum.theta())) {
            assertEquals(0, g);
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivativesAreThoseOfTheValue(Surface kind) {
        LossSurface surface = open(kind, null).surface();
        double[] at = surface.dimension() == 1 ? new double[] {0.8} : new double[] {0.7, 1.9};
        double step = 1e-5;
        double[] gradient = surface.gradient(at);
        double[] diagonal = surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(at);
        double trace = 0;
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += step;
            down[i] -= step;
            // central differences: error step² f''' / 6 plus rounding eps f / step
            assertEquals((surface.value(up) - surface.value(down)) / (2 * step), gradient[i], 1e-7);
            double[] unit = new double[at.length];
            unit[i] = 1;
            double[] column = surface.hessianAt(at).apply(unit);
            double[] above = surface.gradient(up);
            double[] below = surface.gradient(down);
            for (int j = 0; j < at.length; j++) {
                assertEquals((above[j] - below[j]) / (2 * step), column[j], 1e-6);
            }
            assertEquals(column[i], diagonal[i]);
            trace += diagonal[i];
        }
        assertEquals(trace, surface.as(ExactCurvature.class).orElseThrow().hessianBlockTraces(at)[0]);
    }

    @ParameterizedTest
    @EnumSource
    void boundsHoldInBoxesAndCloseAsTheyShrink(Surface kind) {
        LossSurface surface = open(kind, null).surface();
        BoxBounds bounds = surface.as(BoxBounds.class).orElseThrow();
        int n = surface.dimension();
        RandomGenerator random = context.random("boxes");
        for (int box = 0; box < 400; box++) {
            double[] center = new double[n];
            double[] radius = new double[n];
            double size = Math.pow(10, -6 * random.nextDouble());
            for (int i = 0; i < n; i++) {
                center[i] = 2 * random.nextGaussian();
                radius[i] = size * random.nextDouble();
            }
            double upper = bounds.upperBound(center, radius);
            double lower = bounds.lowerBound(center, radius);
            double[] x = new double[n];
            for (int point = 0; point < 50; point++) {
                for (int i = 0; i < n; i++) {
                    double side = point < 4 ? ((point >> i & 1) == 0 ? -1 : 1) : 2 * random.nextDouble() - 1;
                    x[i] = center[i] + side * radius[i];
                }
                double value = surface.value(x);
                assertTrue(lower <= value && value <= upper, "box " + box + ": " + lower + " " + value + " " + upper);
            }
            // Interval arithmetic is right to first order in the size of the box.
            double norm = 1 + Math.abs(center[0]) + Math.abs(center[n - 1]) + size;
            assertTrue(upper - lower <= 400 * size * Math.pow(norm, 4), "box " + box);
        }
    }

    @Test
    void constantsOfTheBananaAreUsed() {
        Minimum minimum = new AnalyticParameters(Surface.BANANA, new double[] {0.5, 2}, 20, 0.5)
                .open(context)
                .initial();
        // (2 − 20/4)² + 0.5/4
        assertEquals(9.125, minimum.surface().value(minimum.theta()));
    }

    @Test
    void cosineKeepsItsRelativeAccuracyNearAMinimum() {
        LossSurface surface = open(Surface.COSINE, null).surface();
        double x = 1e-100;
        assertEquals(2 * Math.PI * Math.PI * x * x, surface.value(new double[] {x}), 1e-214);
        assertEquals(0, surface.value(new double[] {1e9}));
    }

    @Test
    void kinkMarginIsThatOfTheRectifiedUnit() {
        LossSurface rectified = open(Surface.RECTIFIED_HYPERBOLA, null).surface();
        Kinks.Report report = rectified.as(Kinks.class).orElseThrow().kinks(new double[] {-0.25, 1});
        assertEquals(new Kinks.Report(0.25, 1, 0), report);
        assertArrayEquals(new double[2], rectified.gradient(new double[] {0, 3}));
        assertEquals(0.5, rectified.value(new double[] {-1, 3}));
    }

    @Test
    void pointOfWrongLengthIsRefused() {
        InvalidParameterException refusal = assertThrows(
                InvalidParameterException.class,
                () -> new AnalyticParameters(Surface.DOUBLE_WELL, new double[] {1, 2}, 1, 1));
        assertEquals("at", refusal.parameter());
        assertEquals("at has 2 numbers, but double-well has 1 variable", refusal.getMessage());
    }

    private Minimum open(Surface surface, double[] at) {
        return new AnalyticParameters(surface, at, 1, 1).open(context).initial();
    }
}
