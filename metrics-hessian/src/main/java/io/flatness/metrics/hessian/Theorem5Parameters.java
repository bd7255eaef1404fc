package io.flatness.metrics.hessian;

import io.flatness.spi.Analysis;
import io.flatness.spi.Param;

/** {@code theorem-5}: the rescaling that makes most eigenvalues as large as asked. */
record Theorem5Parameters(
        @Param(doc = "what the eigenvalues are to exceed") double M,

        @Param(doc = "eigenvalues below this share of the largest count as zero", defaultValue = "1e-9")
        double rankTolerance) {
    Theorem5Parameters {
        Checks.positive("M", M);
        Checks.tolerance("rankTolerance", rankTolerance);
    }

    Analysis analysis() {
        return new Theorem5(M, rankTolerance);
    }
}
