package io.flatness.core.linalg;

import io.flatness.spi.linalg.Gemm;

/**
 * Matrix products in plain Java, which need nothing native: those of the {@code ojalgo} backend.
 *
 * <p>They are blocked products of our own: ojAlgo's product takes whole column-major arrays only and was measured at a
 * quarter of the speed and less, {@code docs/performance.md}. ojAlgo serves the decompositions of
 * {@link OjalgoLinearAlgebra}.
 */
public final class JavaGemm implements Gemm {
    private final BlockedDoubleProduct doubles = new BlockedDoubleProduct();
    private final BlockedFloatProduct floats = new BlockedFloatProduct();

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
        doubles.multiply(
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
        floats.multiply(
                transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
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
