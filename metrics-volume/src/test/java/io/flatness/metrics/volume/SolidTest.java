package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Volumes in three dimensions and in subspaces, between the bounds that boxes prove. */
class SolidTest {
    /** Σ cᵢ (xᵢ² − aᵢ)²/4 + bᵢ xᵢ²/2, with bounds over boxes; each term is a function of one coordinate's square. */
    record Squares(double[] a, double[] b, double[] c) implements LossSurface, BoxBounds {
        static Squares quadratic(double... curvatures) {
            double[] none = new double[curvatures.length];
            return new Squares(none, curvatures, none);
        }

        @Override
        public ParameterLayout layout() {
            return ParameterLayout.single("x", a.length);
        }

        private double term(int i, double square) {
            return 0.25 * c[i] * (square - a[i]) * (square - a[i]) + 0.5 * b[i] * square;
        }

        @Override
        public double value(double[] x) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += term(i, x[i] * x[i]);
            }
            return sum;
        }

        @Override
        public double valueAndGradient(double[] x, double[] into) {
            for (int i = 0; i < x.length; i++) {
                into[i] = (c[i] * (x[i] * x[i] - a[i]) + b[i]) * x[i];
            }
            return value(x);
        }

        @Override
        public SymmetricOperator hessianAt(double[] x) {
            return new SymmetricOperator() {
                @Override
                public int dimension() {
                    return a.length;
                }

                @Override
                public void apply(double[] v, double[] into) {
                    for (int i = 0; i < v.length; i++) {
                        into[i] = (c[i] * (3 * x[i] * x[i] - a[i]) + b[i]) * v[i];
                    }
                }
            };
        }

        @Override
        public double upperBound(double[] center, double[] radius) {
            return bound(center, radius, true);
        }

        @Override
        public double lowerBound(double[] center, double[] radius) {
            return bound(center, radius, false);
        }

        private double bound(double[] center, double[] radius, boolean upper) {
            double sum = 0;
            for (int i = 0; i < center.length; i++) {
                double near = Math.max(0, Math.abs(center[i]) - radius[i]);
                double far = Math.abs(center[i]) + radius[i];
                double first = term(i, near * near);
                double last = term(i, far * far);
                double turn = c[i] == 0 ? 0 : a[i] - b[i] / c[i];
                boolean turns = near * near < turn && turn < far * far;
                sum += upper
                        ? Math.max(first, last)
                        : turns ? Math.min(Math.min(first, last), term(i, turn)) : Math.min(first, last);
            }
            return sum + (upper ? 1e-13 : -1e-13);
        }
    }

    private static Measurement measure(LossSurface surface, double epsilon, long budget, double... at) {
        return new VolumeFlatness(new VolumeFlatnessParameters(epsilon, budget, null, null, null, 2))
                .measure(new Minimum(surface, at), LocalContext.singleThreaded(1));
    }

    private static void encloses(double truth, Measurement measured) {
        double[] proved = (double[]) measured.details().get("provedVolume");
        assertTrue(proved[0] <= truth && truth <= proved[1], truth + " in " + Arrays.toString(proved));
        assertTrue(proved[0] > 0.7 * truth && proved[1] < 1.4 * truth, "close: " + Arrays.toString(proved));
        assertEquals(ValueKind.ESTIMATE, measured.kind(), measured::toString);
        assertTrue(Math.abs(measured.value() - Math.log(truth)) <= 4 * measured.standardError(), measured::toString);
    }

    @Test
    void ellipsoidsOfAnyScale() {
        for (double scale : new double[] {1, 1e-8, 1e12}) {
            double[] curvatures = {scale, 9 * scale, 0.3 * scale};
            double truth = 4 * Math.PI / 3 * Math.pow(0.2 / scale, 1.5) / Math.sqrt(9 * 0.3);
            encloses(truth, measure(Squares.quadratic(curvatures), 0.1, 60_000, 0, 0, 0));
        }
    }

    /** One of two wells, and both joined above the barrier: π ∫ 2 (ε − ¼(x² − 1)²) dx. */
    @Test
    void onlyTheConnectedWellCounts() {
        Squares wells = new Squares(new double[] {1, 0, 0}, new double[] {0, 1, 1}, new double[] {1, 0, 0});
        for (double epsilon : new double[] {0.1, 0.3}) {
            double outer = Math.sqrt(1 + 2 * Math.sqrt(epsilon));
            double inner = epsilon < 0.25 ? Math.sqrt(1 - 2 * Math.sqrt(epsilon)) : -outer;
            double truth = 0;
            int steps = 20_000;
            for (int i = 0; i < steps; i++) {
                double x = inner + (i + 0.5) * (outer - inner) / steps;
                double rise = epsilon - 0.25 * (x * x - 1) * (x * x - 1);
                truth += 2 * Math.PI * Math.max(0, rise) * (outer - inner) / steps;
            }
            encloses(truth, measure(wells, epsilon, 120_000, 1, 0, 0));
        }
    }

    @Test
    void aSetWithoutEndHasTheProvedPartForALowerBound() {
        Measurement measured = measure(Squares.quadratic(1, 1, 0), 0.02, 60_000, 0, 0, 0);
        assertEquals(ValueKind.LOWER_BOUND, measured.kind(), measured::toString);
        assertTrue(measured.value() > Math.log(0.01), measured::toString);
        assertTrue(String.valueOf(measured.reason()).contains("none closes the component around"));
    }

    @Test
    void inTheSubspaceOfLargestCurvatureTheVolumeIsThatOfItsEllipsoid() {
        Squares surface = Squares.quadratic(0.5, 8, 1e-3, 2, 1e-5, 0.1);
        double[] top = {8, 2, 0.5};
        double epsilon = 0.04;
        for (int dimensions = 1; dimensions <= 3; dimensions++) {
            double truth = Math.pow(2 * epsilon, 0.5 * dimensions)
                    * new double[] {2, Math.PI, 4 * Math.PI / 3}[dimensions - 1];
            for (int k = 0; k < dimensions; k++) {
                truth /= Math.sqrt(top[k]);
            }
            for (double[] at : new double[][] {new double[6], {0, 0, 3, 0, -5, 0}}) {
                Measurement measured = new VolumeFlatness(new VolumeFlatnessParameters(
                                epsilon,
                                dimensions < 3 ? 400_000 : 60_000,
                                null,
                                null,
                                Directions.TOP_CURVATURE,
                                dimensions))
                        .measure(new Minimum(surface, at), LocalContext.singleThreaded(1));
                assertTrue(measured.comparable(), dimensions + " dimensions: " + measured);
                double tolerance = dimensions < 3 ? 1e-5 : 4 * measured.standardError();
                assertEquals(Math.log(truth), measured.value(), tolerance, measured::toString);
                if (dimensions < 3) {
                    assertEquals(ValueKind.EXACT, measured.kind(), measured::toString);
                }
            }
        }
    }

    /** In a plane of any directions the area is π 2ε / √det of the plane's part of the Hessian. */
    @Test
    void inARandomPlaneTheAreaFollowsFromTheDirections() {
        double[] curvatures = {0.5, 8, 1e-3, 2, 1e-5, 0.1};
        Measurement measured = new VolumeFlatness(
                        new VolumeFlatnessParameters(0.04, 400_000, null, null, Directions.RANDOM, 2))
                .measure(new Minimum(Squares.quadratic(curvatures), new double[6]), LocalContext.singleThreaded(3));
        double[][] d = ((java.util.List<?>) measured.details().get("directions"))
                .stream().map(double[].class::cast).toArray(double[][]::new);
        double[] h = new double[3];
        for (int i = 0; i < 6; i++) {
            h[0] += curvatures[i] * d[0][i] * d[0][i];
            h[1] += curvatures[i] * d[1][i] * d[1][i];
            h[2] += curvatures[i] * d[0][i] * d[1][i];
        }
        assertEquals(1, SubspaceSurface.dot(d[0], d[0]), 1e-12);
        assertEquals(0, SubspaceSurface.dot(d[0], d[1]), 1e-12);
        double truth = Math.PI * 0.08 / Math.sqrt(h[0] * h[1] - h[2] * h[2]);
        assertEquals(Math.log(truth), measured.value(), 1e-5, measured::toString);
    }
}
