package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.MonomialMap;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SmoothMap;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every map keeps the promises of {@link SmoothMap}, and every surface L∘g has the Hessian of its own gradient. */
class SmoothMapTest {
    private static final int N = 5;

    private final LocalContext context = LocalContext.singleThreaded(11);
    private final RandomGenerator random = context.random("test");
    private final LinearAlgebra linearAlgebra = context.linearAlgebra();

    private final Map<String, SmoothMap> maps = maps();

    private Map<String, SmoothMap> maps() {
        double[] center = {0.1, -0.2, 0.3, 0, 0.5};
        double[] zero = new double[N];
        Map<String, SmoothMap> all = new LinkedHashMap<>();
        // Points lie at distances 1 to 2: in the inner ball, in the shell and outside of it.
        all.put("radial, inner ball", new RadialMap(center, center, new PiecewiseProfile(5, 8, 10)));
        all.put("radial, shell", new RadialMap(center, center, new PiecewiseProfile(0.4, 0.1, 10)));
        all.put("radial, outside", new RadialMap(center, center, new PiecewiseProfile(0.4, 0.1, 0.6)));
        all.put("power", new RadialMap(center, zero, new PowerProfile(1, 0.1)));
        all.put("power, inverse", new InverseBijection(new RadialMap(center, zero, new PowerProfile(-0.4, 0.1))));
        all.put("power, b = 0", new InverseBijection(new RadialMap(center, zero, new PowerProfile(0.7, 0))));
        all.put(
                "power per coordinate",
                new InverseBijection(new ElementwiseMap(center, zero, new PowerProfile(1, 0.1))));
        all.put("sinh", new ElementwiseMap(zero, zero, new SinhProfile()));
        all.put("log-scale", new LogScaleMap(new double[] {1, -1, 1, 1, -1}));
        all.put(
                "folded inputs",
                new FoldedInput(
                        N,
                        ToyNetwork.of(4, "1b").architecture().affineLayers(),
                        new StandardizedInput(new double[] {1, -2, 0.5, 3}, new double[] {2, 0.5, 1, 4})));
        all.put("translation", new Translation(new double[] {1, 2, 3, 4, 5}));
        all.put("permutation with signs", new MonomialMap(new int[] {1, 0, 4, 2, 3}, new double[] {2, -1, 3, 1, 0.5}));
        all.put("diagonal", MonomialMap.diagonal(new double[] {2, 0.5, -3, 1, 7}));
        all.put("dense", new LinearMap(random.doubles(N * N, -1, 1).toArray(), N, linearAlgebra));
        all.put(
                "inverse of dense",
                new InverseBijection(new LinearMap(random.doubles(N * N, -1, 1).toArray(), N, linearAlgebra)));
        all.put(
                "weight normalization",
                new WeightNormalizationMap(new int[] {1, 2, 4, 5, 6}, new int[] {0, 0, 1, 1, -1}, new int[] {0, 3}));
        return all;
    }

    private Stream<DynamicTest> each(java.util.function.Consumer<SmoothMap> check) {
        return maps.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check.accept(entry.getValue())));
    }

    private double[] vector(int n) {
        return random.doubles(n, -1, 1).toArray();
    }

    private static double[] moved(double[] x, double step, double[] v) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += step * v[i];
        }
        return y;
    }

    private static double[] slope(double[] plus, double[] minus, double step) {
        double[] slope = new double[plus.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (plus[i] - minus[i]) / (2 * step);
        }
        return slope;
    }

    /** Central differences with h = 1e-6: truncation h² and rounding 1e-16/h leave 1e-9. */
    @TestFactory
    Stream<DynamicTest> jacobianIsTheDerivative() {
        return each(map -> {
            double[] x = vector(map.dimension());
            double[] v = vector(map.dimension());
            double[] expected = slope(map.forward(moved(x, 1e-6, v)), map.forward(moved(x, -1e-6, v)), 1e-6);
            assertArrayEquals(expected, map.pushForward(x, v), 2e-8);
        });
    }

    @TestFactory
    Stream<DynamicTest> pullBackIsTheAdjoint() {
        return each(map -> {
            double[] x = vector(map.dimension());
            double[] v = vector(map.dimension());
            double[] w = vector(map.imageDimension());
            double forward = SmoothSurface.dot(map.pushForward(x, v), w);
            double back = SmoothSurface.dot(v, map.pullBack(x, w));
            assertEquals(forward, back, 1e-13 * (1 + Math.abs(forward)));
        });
    }

    @TestFactory
    Stream<DynamicTest> secondOrderTermIsTheDerivativeOfThePullBack() {
        return each(map -> {
            double[] x = vector(map.dimension());
            double[] v = vector(map.dimension());
            double[] w = vector(map.imageDimension());
            double[] expected = slope(map.pullBack(moved(x, 1e-6, v), w), map.pullBack(moved(x, -1e-6, v), w), 1e-6);
            assertArrayEquals(expected, map.secondOrder(x, w, v), 5e-8);
        });
    }

    @TestFactory
    Stream<DynamicTest> inverseUndoesTheMapAndItsProducts() {
        return each(map -> {
            if (map instanceof Bijection bijection) {
                double[] x = vector(N);
                double[] v = vector(N);
                assertArrayEquals(x, bijection.inverse(bijection.forward(x)), 1e-13);
                assertArrayEquals(v, bijection.inversePushForward(x, bijection.pushForward(x, v)), 1e-12);
                assertArrayEquals(v, bijection.inversePullBack(x, bijection.pullBack(x, v)), 1e-12);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> determinantIsThatOfTheDenseJacobian() {
        return each(map -> {
            if (map instanceof Bijection bijection) {
                double[] x = vector(N);
                double[] jacobian = new double[N * N];
                for (int j = 0; j < N; j++) {
                    double[] basis = new double[N];
                    basis[j] = 1;
                    double[] column = bijection.pushForward(x, basis);
                    for (int i = 0; i < N; i++) {
                        jacobian[i * N + j] = column[i];
                    }
                }
                double expected = 0;
                for (double singular : linearAlgebra.singularValues(jacobian, N, N)) {
                    expected += Math.log(singular);
                }
                assertEquals(expected, bijection.logAbsDeterminant(x), 1e-12);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> hessianOfTheSurfaceIsTheDerivativeOfItsGradient() {
        return each(map -> {
            SmoothSurface base = SmoothSurface.random(map.imageDimension(), random);
            ReparametrizedSurface surface =
                    new ReparametrizedSurface(base, map, ParameterLayout.single("eta", map.dimension()));
            double[] x = vector(map.dimension());
            double[] v = vector(map.dimension());
            SymmetricOperator hessian = surface.hessianAt(x);
            double[] gradient = surface.gradient(x);
            double[] plus = moved(x, 1e-6, v);
            double[] minus = moved(x, -1e-6, v);
            assertEquals((surface.value(plus) - surface.value(minus)) / 2e-6, SmoothSurface.dot(gradient, v), 1e-7);
            assertArrayEquals(slope(surface.gradient(plus), surface.gradient(minus), 1e-6), hessian.apply(v), 2e-7);
            double[][] block = new double[2][map.dimension()];
            hessian.applyBlock(new double[][] {v, x}, block);
            assertArrayEquals(hessian.apply(v), block[0]);
            assertArrayEquals(hessian.apply(x), block[1]);
        });
    }
}
