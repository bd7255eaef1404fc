package io.flatness.metrics.hessian;

import io.flatness.spi.Analysis;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code theorem-4}: the rescaling that makes the spectral norm as large as asked. */
record Theorem4Parameters(
        @Param(doc = "the spectral norm to reach") double M,

        @Param(
                doc = "the two affine layers that are rescaled: the first by alpha, the second by 1/alpha; the first"
                        + " pair that the network allows when left out",
                optional = true)
        @Nullable
        List<Integer> layers,

        @Param(doc = "residual asked for, relative to the norm", defaultValue = "1e-11")
        double tolerance,

        @Param(doc = "products with the Hessian allowed for each norm", defaultValue = "5000")
        int maxProducts) {
    Theorem4Parameters {
        Checks.positive("M", M);
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
        layers = layers == null ? null : List.copyOf(layers);
        if (layers != null && (layers.size() != 2 || layers.get(0).equals(layers.get(1)))) {
            throw new InvalidParameterException(
                    "layers", "layers is " + layers + "; it must name two different affine layers, as in [0, 1]");
        }
    }

    Analysis analysis() {
        return new Theorem4(M, layers, tolerance, maxProducts);
    }
}
