package io.flatness.networks.engine;

import io.flatness.spi.Context;
import io.flatness.spi.Parallel;
import io.flatness.spi.linalg.Gemm;

/**
 * How a surface computes.
 *
 * @param precision arithmetic inside the layers
 * @param parallel the host's workers
 * @param gemm matrix products
 * @param memoryBytes what caches of primal values may take; results do not depend on it
 */
public record Execution(Precision precision, Parallel parallel, Gemm gemm, long memoryBytes) {
    /** The means of a context. */
    public static Execution of(Context context, Precision precision, long memoryBytes) {
        return new Execution(
                precision, context.parallel(), context.linearAlgebra().gemm(), memoryBytes);
    }
}
