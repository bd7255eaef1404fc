package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.Optional;

/** The number of eigenvalues that are not zero, with their signs. */
record RankMeasure(double tolerance, RankScaling scaling, Probing probing) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        int n = curvature.dimension();
        if (n > Curvature.LARGE) {
            return scaling == RankScaling.NONE
                    ? estimated(curvature, context)
                    : Measurement.notApplicable(SpectrumMeasure.tooLarge(curvature) + "; take scaling: none");
        }
        double[] values = scaling == RankScaling.NONE
                ? curvature.eigenvalues(context)
                : context.linearAlgebra()
                        .eigenvalues(equilibrated(curvature.dense(context).matrix(), n), n);
        return counted(Inertia.of(values, tolerance), n);
    }

    private static Measurement counted(Inertia inertia, int products) {
        Measurement measured = Measurement.exact(inertia.rank())
                .with("positive", inertia.positive())
                .with("negative", inertia.negative())
                .with("zero", inertia.zero())
                .with("threshold", inertia.threshold())
                .with("smallestCounted", inertia.smallestCounted())
                .with("largestIgnored", inertia.largestIgnored())
                .with("certified", inertia.certified())
                .with("products", products);
        return inertia.certified()
                ? measured
                : measured.remark("an eigenvalue lies within rounding of the threshold: the count may be off by it");
    }

    private Measurement estimated(Curvature curvature, MetricContext context) {
        Optional<Compressed> compressed = Compressed.of(curvature, context);
        if (compressed.isPresent()) {
            Inertia inertia = compressed.get().inertia(tolerance);
            if (inertia.certified()) {
                return counted(inertia, compressed.get().products())
                        .with("error", compressed.get().error());
            }
        }
        Quadratures rules = Quadratures.of(curvature, probing.steps(), probing.probes(), context);
        double threshold = tolerance * rules.norm();
        double n = curvature.dimension();
        Estimate zero = rules.massWithin(threshold);
        return Measurement.estimate(n * (1 - zero.value()), n * zero.standardError())
                .converged(false)
                .with("positive", n * rules.mean(x -> x > threshold ? 1 : 0).value())
                .with("negative", n * rules.mean(x -> x < -threshold ? 1 : 0).value())
                .with("zero", n * zero.value())
                .with("threshold", threshold)
                .with("certified", false)
                .with("products", zero.products())
                .remark("a count at a threshold is not resolved by " + probing.steps()
                        + " Lanczos steps; the error covers what they leave open"
                        + (compressed.isPresent()
                                ? ". The matrix is not that of its Jacobian's rows: residuals bend the loss here"
                                : ""));
    }

    /** S H S with S = diag(1/dᵢ), d = √|hᵢᵢ|, and where hᵢᵢ = 0 what the rest of the row asks for. */
    static double[] equilibrated(double[] matrix, int n) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = Math.sqrt(Math.abs(matrix[i * n + i]));
        }
        for (int i = 0; i < n; i++) {
            if (d[i] == 0) {
                for (int j = 0; j < n; j++) {
                    if (matrix[j * n + j] != 0) {
                        d[i] = Math.max(d[i], Math.abs(matrix[i * n + j]) / Math.sqrt(Math.abs(matrix[j * n + j])));
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            d[i] = d[i] == 0 ? 1 : d[i];
        }
        return ScaledMatrix.of(matrix, d);
    }
}
