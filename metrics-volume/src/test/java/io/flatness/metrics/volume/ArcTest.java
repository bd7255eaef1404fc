package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.loss.Minimum;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Areas between a curve and one chord, in closed form: no grid hides an error of the formula. */
class ArcTest {
    /** The area above the chord of y = height(x) between −a and a, in coordinates of units sx and sy. */
    private static double area(DoubleUnaryOperator height, DoubleUnaryOperator slope, double a, double sx, double sy) {
        FormulaSurface surface = new FormulaSurface(
                2, x -> x[1] - height.applyAsDouble(x[0]), x -> new double[] {-slope.applyAsDouble(x[0]), 1});
        // one below the curve at x = 0, so that the level is 0
        Minimum below = new Minimum(surface, new double[] {0, height.applyAsDouble(0) - 1});
        double[][] axes = {{sx, 0}, {0, sy}};
        PlaneView view = new PlaneView(SublevelSet.around(below, 1), axes, null, 100);
        Arc arc = new Arc(view);
        double v = (height.applyAsDouble(a) - below.theta()[1]) / sy;
        double area = arc.area(arc.end(a / sx, v), arc.end(-a / sx, v)) * view.unitArea();
        assertTrue(arc.resolved());
        return area;
    }

    @Test
    void areaUnderAParabolaIsTwoThirdsOfItsBox() {
        for (double a : new double[] {1e-3, 0.1, 0.7}) {
            for (double sy : new double[] {1, 0.5, 30}) {
                double box = 2 * a * a * a;
                assertEquals(2.0 / 3 * box, area(x -> -x * x, x -> -2 * x, a, 1, sy), 1e-9 * box, "a " + a);
                assertEquals(-2.0 / 3 * box, area(x -> x * x, x -> 2 * x, a, 1, sy), 1e-9 * box, "a " + a);
            }
        }
    }

    /** Flat enough not to be cut in two, so that the weight of the middle is told apart from that of the slopes. */
    @Test
    void areaUnderAQuarticIsFourFifthsOfItsBox() {
        double a = 0.012;
        double box = 2 * Math.pow(a, 5);
        double area = area(x -> -x * x * x * x, x -> -4 * x * x * x, a, 1, 1);
        assertEquals(0.8 * box, area, 1e-6 * box);
    }

    @Test
    void areaOfASegmentOfTheCircleIsThatOfItsAngle() {
        for (double half : new double[] {0.05, 0.5, 1.2}) {
            double area =
                    area(x -> Math.sqrt(1 - x * x) - 1, x -> -x / Math.sqrt(1 - x * x), Math.sin(half), 0.5, 0.25);
            double expected = 0.5 * (2 * half - Math.sin(2 * half));
            assertEquals(expected, area, 1e-7 * expected, "half angle " + half);
        }
    }
}
