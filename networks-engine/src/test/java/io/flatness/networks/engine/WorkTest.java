package io.flatness.networks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * How much is multiplied, counted: what makes an engine slow on every machine is work that need not be done. A layer of w
 * weights in m places takes m·w multiply–adds for its values, as many for its gradient and, unless it is the first, for the
 * cotangents of its inputs; each of these has two terms in a product with the Hessian.
 */
class WorkTest {
    private static final int SAMPLES = 700;

    private final Counting gemm = new Counting(new JavaGemm(), new AtomicLong());

    /** Counts multiply–adds. */
    private record Counting(Gemm gemm, AtomicLong work) implements Gemm {
        @Override
        public void multiply(
                boolean transposeA,
                boolean transposeB,
                int m,
                int n,
                int k,
                double alpha,
                double[] a,
                int aOffset,
                int lda,
                double[] b,
                int bOffset,
                int ldb,
                double beta,
                double[] c,
                int cOffset,
                int ldc) {
            work.addAndGet((long) m * n * k);
            gemm.multiply(
                    transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
        }

        @Override
        public void multiply(
                boolean transposeA,
                boolean transposeB,
                int m,
                int n,
                int k,
                float alpha,
                float[] a,
                int aOffset,
                int lda,
                float[] b,
                int bOffset,
                int ldb,
                float beta,
                float[] c,
                int cOffset,
                int ldc) {
            work.addAndGet((long) m * n * k);
            gemm.multiply(
                    transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
        }

        @Override
        public String backend() {
            return gemm.backend();
        }

        @Override
        public String kernel() {
            return gemm.kernel();
        }
    }

    private long work(Runnable call) {
        gemm.work().set(0);
        call.run();
        return gemm.work().get();
    }

    private void check(Network network, long first, long others) {
        for (Precision precision : Precision.values()) {
            double[] x = Nets.normals(1, SAMPLES * network.inputSize());
            int[] labels = new int[SAMPLES];
            DataSet data = new DataSet(Inputs.doubles(x, network.inputSize(), 1), Targets.labels(labels));
            try (WorkerPool workers = new WorkerPool(1)) {
                NetworkSurface surface = new NetworkSurface(
                        network,
                        new double[0],
                        data,
                        new Objective(new SoftmaxCrossEntropy()),
                        new Execution(precision, workers, gemm, 1L << 26));
                double[] theta = Nets.normals(2, surface.dimension());
                assertEquals(SAMPLES * (first + others), work(() -> surface.value(theta)), "value, " + precision);
                assertEquals(
                        SAMPLES * (2 * first + 3 * others),
                        work(() -> surface.gradient(theta)),
                        "gradient, " + precision);
                SymmetricOperator hessian = surface.hessianAt(theta);
                assertEquals(
                        SAMPLES * (2 * first + 6 * others), work(() -> hessian.apply(theta)), "product, " + precision);
                assertEquals(
                        3 * SAMPLES * (2 * first + 6 * others),
                        work(() ->
                                hessian.applyBlock(new double[][] {theta, theta, theta}, new double[3][theta.length])),
                        "block of products, " + precision);
            }
        }
    }

    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    @Test
    void denseLayersMultiplyWhatTheirDerivativesNeedAndNoMore() {
        for (LayerSpec activation : List.of(Rectifier.relu(), new Activation(Activation.Function.TANH))) {
            check(
                    Nets.chain(Shape.of(7), dense(11), activation, dense(5), activation, dense(3)),
                    7 * 11,
                    11 * 5 + 5 * 3);
        }
    }

    @Test
    void convolutionsMultiplyWhatTheirDerivativesNeedAndNoMore() {
        Conv2d first = new Conv2d(4, Window.square(3, 1, 1), 1, true);
        Conv2d second = new Conv2d(6, Window.square(3, 1, 0), 1, true);
        check(
                Nets.chain(
                        Shape.of(2, 6, 6),
                        first,
                        Rectifier.relu(),
                        second,
                        Rectifier.relu(),
                        Reshape.flatten(),
                        dense(3)),
                36 * (4 * 2 * 9),
                16 * (6 * 4 * 9) + 6 * 16 * 3);
    }
}
