package io.flatness.backend.openblas;

import dev.ludovic.netlib.blas.NativeBLAS;
import io.flatness.spi.linalg.Gemm;

/**
 * Matrix products by OpenBLAS on the caller's thread, on the caller's arrays.
 *
 * <p>OpenBLAS is column-major here: the row-major product C = op(A) op(B) is its product Cᵀ = op(B)ᵀ op(A)ᵀ of the same
 * memory. While a call runs the garbage collector may have to wait for it, so calls should be of one tile.
 */
final class OpenBlasGemm implements Gemm {
    static final String NAME = "openblas";

    private final NativeBLAS blas;
    private final String kernel;

    OpenBlasGemm(NativeBLAS blas, String kernel) {
        this.blas = blas;
        this.kernel = kernel;
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
        if (k == 0) {
            for (int i = 0; i < m; i++) {
                for (int at = cOffset + i * ldc; at < cOffset + i * ldc + n; at++) {
                    c[at] = beta == 0 ? 0 : beta * c[at];
                }
            }
            return;
        }
        blas.dgemm(
                transposeB ? "T" : "N",
                transposeA ? "T" : "N",
                n,
                m,
                k,
                alpha,
                b,
                bOffset,
                ldb,
                a,
                aOffset,
                lda,
                beta,
                c,
                cOffset,
                ldc);
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
        if (k == 0) {
            for (int i = 0; i < m; i++) {
                for (int at = cOffset + i * ldc; at < cOffset + i * ldc + n; at++) {
                    c[at] = beta == 0 ? 0 : beta * c[at];
                }
            }
            return;
        }
        blas.sgemm(
                transposeB ? "T" : "N",
                transposeA ? "T" : "N",
                n,
                m,
                k,
                alpha,
                b,
                bOffset,
                ldb,
                a,
                aOffset,
                lda,
                beta,
                c,
                cOffset,
                ldc);
    }

    @Override
    public String backend() {
        return NAME;
    }

    @Override
    public String kernel() {
        return kernel;
    }
}
