package io.flatness.spi.linalg;

/**
 * General matrix product C := α·op(A)·op(B) + β·C on row-major arrays with offsets and leading dimensions.
 *
 * <p>A call runs on the caller's thread alone: parallelism is over calls. The same arguments give the same bits. With
 * β = 0 the old content of C is not read. Row i, column j of a matrix X stands at {@code x[offset + i·ld + j]}.
 */
public interface Gemm {
    /**
     * Double precision.
     *
     * @param transposeA whether op(A) = Aᵀ; A is m×k as stored, k×m when transposed
     * @param transposeB whether op(B) = Bᵀ; B is k×n as stored, n×k when transposed
     * @param m rows of C
     * @param n columns of C
     * @param k inner dimension
     */
    void multiply(
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
            int ldc);

    /** Single precision; otherwise as the double form. */
    void multiply(
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
            int ldc);

    /** Name of the backend: {@code ojalgo} or {@code openblas}. */
    String backend();

    /** Name of the CPU kernel that serves the calls; part of what makes results bit-identical. */
    String kernel();
}
