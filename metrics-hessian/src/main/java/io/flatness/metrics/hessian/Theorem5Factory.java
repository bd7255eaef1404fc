package io.flatness.metrics.hessian;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.Param;

/** {@code theorem-5}: the rescaling that makes most eigenvalues as large as asked. */
public final class Theorem5Factory implements AnalysisFactory<Theorem5Factory.Parameters> {
    /** What to ask. */
    public record Parameters(
            @Param(doc = "what the eigenvalues are to exceed")
            double M,

            @Param(doc = "eigenvalues below this share of the largest count as zero", defaultValue = "1e-9")
            double rankTolerance) {
        /** Checks the ranges. */
        public Parameters {
            Checks.positive("M", M);
            Checks.tolerance("rankTolerance", rankTolerance);
        }
    }

    @Override
    public String name() {
        return "theorem-5";
    }

    @Override
    public String description() {
        return "Finds the rescaling of all layers that brings at least r − min n_k eigenvalues above M (Theorem 5).";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Analysis create(Parameters p) {
        return new Theorem5(p.M(), p.rankTolerance());
    }
}
