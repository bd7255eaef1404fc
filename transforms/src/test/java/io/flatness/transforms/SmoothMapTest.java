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
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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
        for (double a : new double[] {-0.45, -0.3, 0.5, 2}) {
            PowerProfile profile = new PowerProfile(a, 0.2);
            all.put("power " + a + " of the norm", new RadialMap(center, zero, profile));
            all.put("power " + a + " of the norm, inverse", new InverseBijection(new RadialMap(center, zero, profile)));
            all.put("power " + a + " of each coordinate", new ElementwiseMap(center, zero, profile));
            all.put(
                    "power " + a + " of each coordinate, inverse",
                    new InverseBijection(new ElementwiseMap(center, zero, profile)));
        }
        all.put("sinh, inverse", new InverseBijection(new ElementwiseMap(zero, center, new SinhProfile())));
        all.put("sinh of the norm", new RadialMap(center, zero, new SinhProfile()));
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
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    for (int point = 0; point < 8; point++) {
                        check.accept(entry.getValue());
                    }
                }));
    }

    /** A map that nobody checks here is a map whose second derivatives nobody has seen. */
    @Test
    void everyMapOfTheModuleIsHere() throws IOException, URISyntaxException {
        Set<Class<?>> seen = new HashSet<>();
        for (SmoothMap map : maps.values()) {
            seen.add(map.getClass());
            if (map instanceof InverseBijection inverse) {
                seen.add(inverse.bijection().getClass());
            }
        }
        Path classes =
                Path.of(RadialMap.class.getResource("RadialMap.class").toURI()).getParent();
        try (Stream<Path> files = Files.list(classes)) {
            List<String> missing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> SmoothMap.class.isAssignableFrom(type) && !type.isInterface())
                    .filter(type -> !seen.contains(type))
                    .map(Class::getSimpleName)
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("io.flatness.transforms." + name, false, SmoothMapTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
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

    /** Equal up to a part of the largest component, or of 1. */
    private static void assertClose(double[] expected, double[] actual, double tolerance) {
        double largest = 1;
        for (double value : actual) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, actual, tolerance * largest);
    }

    /** Central differences with h = 1e-6: truncation h² and rounding 1e-16/h leave 1e-9. */
    @TestFactory
    Stream<DynamicTest> jacobianIsTheDerivative() {
        return each(map -> {
            double[] x = vector(map.dimension());
            double[] v = vector(map.dimension());
            double[] expected = slope(map.forward(moved(x, 1e-6, v)), map.forward(moved(x, -1e-6, v)), 1e-6);
            assertClose(expected, map.pushForward(x, v), 2e-8);
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
            assertClose(expected, map.secondOrder(x, w, v), 5e-8);
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
            double along = SmoothSurface.dot(gradient, v);
            assertEquals((surface.value(plus) - surface.value(minus)) / 2e-6, along, 1e-7 * (1 + Math.abs(along)));
            assertClose(slope(surface.gradient(plus), surface.gradient(minus), 1e-6), hessian.apply(v), 2e-7);
            double[][] block = new double[2][map.dimension()];
            hessian.applyBlock(new double[][] {v, x}, block);
            assertArrayEquals(hessian.apply(v), block[0]);
            assertArrayEquals(hessian.apply(x), block[1]);
        });
    }
}
