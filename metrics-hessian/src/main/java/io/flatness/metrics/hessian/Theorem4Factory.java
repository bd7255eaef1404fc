package io.flatness.metrics.hessian;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code theorem-4}: the rescaling that makes the spectral norm as large as asked. */
public final class Theorem4Factory implements AnalysisFactory<Theorem4Factory.Parameters> {
    /** What to ask. */
    public record Parameters(
            @Param(doc = "the spectral norm to reach") double M,

            @Param(
                    doc =
                            "the two affine layers that are rescaled: the first by alpha, the second by 1/alpha; the first"
                                    + " pair that the network allows when left out",
                    optional = true)
            @Nullable
            List<Integer> layers,

            @Param(doc = "residual asked for, relative to the norm", defaultValue = "1e-11")
            double tolerance,

            @Param(doc = "products with the Hessian allowed for each norm", defaultValue = "5000")
            int maxProducts) {
        /** Checks the ranges. */
        public Parameters {
            Checks.positive("M", M);
            Checks.tolerance(tolerance);
            Checks.maxProducts(maxProducts);
            layers = layers == null ? null : List.copyOf(layers);
            if (layers != null && (layers.size() != 2 || layers.get(0).equals(layers.get(1)))) {
                throw new InvalidParameterException(
                        "layers", "layers is " + layers + "; it must name two different affine layers, as in [0, 1]");
            }
        }
    }

    @Override
    public String name() {
        return "theorem-4";
    }

    @Override
    public String description() {
        return "Finds the rescaling of two layers that brings the spectral norm of the Hessian to M (Theorem 4).";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Analysis create(Parameters p) {
        return new Theorem4(p.M(), p.layers(), p.tolerance(), p.maxProducts());
    }
}
