package io.flatness.core.linalg;

import io.flatness.spi.linalg.Gemm;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/**
 * Matrix products by ojAlgo on one thread.
 *
 * <p>ojAlgo is column-major: the row-major product C = A B is its product Cᵀ = Bᵀ Aᵀ of the same memory.
 */
public final class OjalgoGemm implements Gemm {
    /** Switches ojAlgo's own threads off: parallelism is over calls. */
    public OjalgoGemm() {
        org.ojalgo.matrix.operation.MultiplyBoth.PARALLELISM = () -> 1;
        org.ojalgo.matrix.operation.MultiplyLeft.PARALLELISM = () -> 1;
        org.ojalgo.matrix.operation.MultiplyRight.PARALLELISM = () -> 1;
        org.ojalgo.matrix.operation.MultiplyNeither.PARALLELISM = () -> 1;
    }

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
        R064Store left = R064Store.FACTORY.make(k, m);
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                left.set(p, i, transposeA ? a[aOffset + p * lda + i] : a[aOffset + i * lda + p]);
            }
        }
        R064Store right = R064Store.FACTORY.make(n, k);
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                right.set(j, p, transposeB ? b[bOffset + j * ldb + p] : b[bOffset + p * ldb + j]);
            }
        }
        R064Store product = R064Store.FACTORY.make(n, m);
        product.fillByMultiplying(right, left);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * ldc + j;
                double value = alpha * product.doubleValue(j, i);
                c[at] = beta == 0 ? value : beta * c[at] + value;
            }
        }
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
        R032Store left = R032Store.FACTORY.make(k, m);
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                left.set(p, i, transposeA ? a[aOffset + p * lda + i] : a[aOffset + i * lda + p]);
            }
        }
        R032Store right = R032Store.FACTORY.make(n, k);
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                right.set(j, p, transposeB ? b[bOffset + j * ldb + p] : b[bOffset + p * ldb + j]);
            }
        }
        R032Store product = R032Store.FACTORY.make(n, m);
        product.fillByMultiplying(right, left);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * ldc + j;
                float value = alpha * product.floatValue(j, i);
                c[at] = beta == 0 ? value : beta * c[at] + value;
            }
        }
    }

    @Override
    public String backend() {
        return "ojalgo";
    }

    @Override
    public String kernel() {
        return "java";
    }
}
