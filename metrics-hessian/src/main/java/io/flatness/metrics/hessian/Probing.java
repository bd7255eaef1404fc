package io.flatness.metrics.hessian;

import io.flatness.spi.Param;

/** Effort of Lanczos quadrature. */
record Probing(
        @Param(doc = "Lanczos steps a probe where the matrix is too large to write out", defaultValue = "80")
        int steps,

        @Param(doc = "random vectors where the matrix is too large to write out", defaultValue = "10")
        int probes) {
    Probing {
        Checks.atLeast("steps", steps, 2);
        Checks.atLeast("probes", probes, 2);
    }
}
