package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.SampleGradients;
import io.flatness.spi.loss.SymmetricOperator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Results must not depend on how samples are cut, cached or shared among workers. */
class TilesTest {
    private static final int SAMPLES = 1100;

    private static Network dense() {
        return Nets.mlp(new int[] {6, 9, 5, 3}, Rectifier.relu(), true, WeightOrder.OUT_IN);
    }

    private static Network smooth() {
        return Nets.mlp(new int[] {6, 9, 5, 3}, new Activation(Activation.Function.SILU), true, WeightOrder.IN_OUT);
    }

    private static Network images() {
        return Nets.chain(
                Shape.of(1, 12, 12),
                new Conv2d(4, Window.square(3, 1, 1), 1, true),
                new BatchNorm(1e-5),
                Rectifier.relu(),
                new MaxPool(Window.square(2, 2, 0)),
                new Conv2d(6, Window.square(3, 1, 0), 2, true),
                Rectifier.relu(),
                new AveragePool(Window.square(2, 2, 0), true),
                Reshape.flatten(),
                new Dense(3, true, WeightOrder.OUT_IN));
    }

    private static DataSet data(Network network) {
        int[] labels = IntStream.range(0, SAMPLES).map(i -> i * 7 % 3).toArray();
        double[] x = Nets.normals(5, SAMPLES * network.inputSize());
        return new DataSet(Inputs.doubles(x, network.inputSize(), 2), Targets.labels(labels));
    }

    private static double[] theta(Network network) {
        double[] theta = Nets.normals(3, network.layout().size());
        return Arrays.stream(theta).map(t -> 0.4 * t).toArray();
    }

    private static NetworkSurface surface(Network network, int threads, long memory, Precision precision) {
        Execution execution = new Execution(precision, new WorkerPool(threads), new JavaGemm(), memory);
        double[] buffers = new double[network.buffers().size()];
        Arrays.fill(buffers, 0.5);
        return new NetworkSurface(network, buffers, data(network), new Objective(new SoftmaxCrossEntropy()), execution);
    }

    private static double[][] everything(NetworkSurface surface, double[] theta) {
        int n = theta.length;
        double[][] vs = {Nets.normals(11, n), Nets.normals(12, n), Nets.normals(13, n)};
        double[][] products = new double[3][n];
        SymmetricOperator hessian = surface.hessianAt(theta);
        hessian.applyBlock(vs, products);
        GaussNewton relatives = surface.as(GaussNewton.class).orElseThrow();
        double[] diagonal = surface.as(ExactCurvature.class)
                .map(exact -> exact.hessianDiagonal(theta))
                .orElse(new double[0]);
        Kinks.Report kinks = surface.as(Kinks.class).orElseThrow().kinks(theta);
        SampleGradients samples = surface.as(SampleGradients.class).orElseThrow();
        return new double[][] {
            {surface.value(theta)},
            surface.gradient(theta),
            hessian.apply(vs[0]),
            products[0],
            products[2],
            relatives.gaussNewtonAt(theta).apply(vs[1]),
            relatives.empiricalFisherAt(theta).apply(vs[1]),
            diagonal,
            {kinks.margin(), kinks.pairs(), kinks.close()},
            samples.sampleGradientNorms(theta),
            samples.inputGradients(theta),
            samples.inputJacobianNorms(theta),
            surface.outputs(theta)
        };
    }

    @Test
    void bitsDependNeitherOnWorkersNorOnMemory() {
        for (Network network : List.of(dense(), smooth(), images())) {
            double[] theta = theta(network);
            double[][] expected = everything(surface(network, 1, 1L << 28, Precision.FLOAT64), theta);
            assertArrayEquals(expected[2], expected[3], "a product alone and the first of a block");
            double[][] threads = everything(surface(network, 3, 1L << 28, Precision.FLOAT64), theta);
            double[][] recomputed = everything(surface(network, 2, 0, Precision.FLOAT64), theta);
            double[][] half = everything(surface(network, 2, 200_000, Precision.FLOAT64), theta);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], threads[i], "three workers, result " + i);
                assertArrayEquals(expected[i], recomputed[i], "no memory, result " + i);
                assertArrayEquals(expected[i], half[i], "little memory, result " + i);
            }
        }
    }

    @Test
    void raggedTilesAddUpToTheWhole() {
        for (Network network : List.of(dense(), images())) {
            NetworkSurface whole = surface(network, 1, 1L << 28, Precision.FLOAT64);
            double[] theta = theta(network);
            double[] v = Nets.normals(9, theta.length);
            double value = 0;
            double[] gradient = new double[theta.length];
            double[] product = new double[theta.length];
            double[] diagonal = new double[theta.length];
            for (int first = 0; first < SAMPLES; first += 57) {
                int[] some =
                        IntStream.range(first, Math.min(first + 57, SAMPLES)).toArray();
                NetworkSurface part = whole.restrictedTo(some);
                double share = (double) some.length / SAMPLES;
                value += share * part.value(theta);
                add(share, part.gradient(theta), gradient);
                add(share, part.hessianAt(theta).apply(v), product);
                add(share, part.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta), diagonal);
            }
            assertClose(value, whole.value(theta), 1e-12, 0, "value");
            assertClose(gradient, whole.gradient(theta), 1e-12, 0, "gradient");
            assertClose(product, whole.hessianAt(theta).apply(v), 1e-12, 0, "product");
            assertClose(
                    diagonal,
                    whole.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta),
                    1e-12,
                    0,
                    "diagonal");
        }
    }

    @Test
    void aSurfaceOfFewSamplesTakesLittleMemory() {
        Network network = Nets.chain(
                Shape.of(3, 32, 32),
                new Conv2d(8, Window.square(3, 1, 1), 1, true),
                Rectifier.relu(),
                Reshape.flatten(),
                new Dense(3, true, WeightOrder.OUT_IN));
        NetworkSurface few = surface(network, 1, 1L << 28, Precision.FLOAT64)
                .restrictedTo(IntStream.range(0, 5).toArray());
        double[] theta = theta(network);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        few.hessianAt(theta).apply(theta);
        long kilobytes = (threads.getCurrentThreadAllocatedBytes() - before) >> 10;
        // values, gradients, tangents and cotangents of 5 samples of 11,000 elements are 2 MB, columns 256 KB
        assertTrue(kilobytes < 4096, kilobytes + " KB");
    }

    @Test
    void surfacesOfOneNetworkServeFewAndManySamplesInTurn() {
        for (Network network : List.of(dense(), images())) {
            NetworkSurface whole = surface(network, 2, 1L << 28, Precision.FLOAT64);
            NetworkSurface few = whole.restrictedTo(new int[] {3, 1, 4});
            double[] theta = theta(network);
            double[] v = Nets.normals(9, theta.length);
            double[] first = few.hessianAt(theta).apply(v);
            double[] all = whole.hessianAt(theta).apply(v);
            assertArrayEquals(first, few.hessianAt(theta).apply(v));
            assertArrayEquals(
                    all,
                    surface(network, 1, 1L << 28, Precision.FLOAT64)
                            .hessianAt(theta)
                            .apply(v));
        }
    }

    private static void add(double factor, double[] x, double[] into) {
        for (int k = 0; k < x.length; k++) {
            into[k] += factor * x[k];
        }
    }

    @Test
    void singlePrecisionAgreesToAThousandth() {
        for (Network network : List.of(dense(), smooth(), images())) {
            double[] theta = theta(network);
            double[][] precise = everything(surface(network, 1, 1L << 28, Precision.FLOAT64), theta);
            double[][] single = everything(surface(network, 2, 1L << 28, Precision.FLOAT32), theta);
            for (int i = 0; i < precise.length; i++) {
                if (i != 8) {
                    assertClose(precise[i], single[i], 1e-3, 0, "result " + i);
                }
            }
            assertTrue(precise[0][0] != single[0][0]);
        }
    }

    @Test
    void surfacesServeSeveralThreadsAtOnce() throws Exception {
        Network network = smooth();
        NetworkSurface surface = surface(network, 2, 1L << 28, Precision.FLOAT64);
        double[] theta = theta(network);
        double[] v = Nets.normals(9, theta.length);
        SymmetricOperator hessian = surface.hessianAt(theta);
        double[] product = hessian.apply(v);
        double[] gradient = surface.gradient(theta);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> calls = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<Boolean>) () -> i % 2 == 0
                            ? Arrays.equals(product, hessian.apply(v))
                            : Arrays.equals(gradient, surface.gradient(theta)))
                    .toList();
            for (Future<Boolean> same : threads.invokeAll(calls)) {
                assertTrue(same.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void operatorKeepsItsPointWhenTheCallerChangesTheta() {
        NetworkSurface surface = surface(dense(), 1, 1L << 28, Precision.FLOAT64);
        double[] theta = theta(dense());
        double[] v = Nets.normals(9, theta.length);
        double[] expected = surface.hessianAt(theta.clone()).apply(v);
        SymmetricOperator hessian = surface.hessianAt(theta);
        Arrays.fill(theta, 0);
        assertArrayEquals(expected, hessian.apply(v));
        assertEquals(theta.length, hessian.dimension());
    }
}
