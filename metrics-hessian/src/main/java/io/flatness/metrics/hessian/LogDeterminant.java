package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.Optional;
import java.util.OptionalDouble;

/** Σ log |λ| over |λ| above a share of the norm. */
record LogDeterminant(double tolerance, Probing probing) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        if (curvature.dimension() <= Curvature.LARGE) {
            double[] values = curvature.eigenvalues(context);
            return summed(values, Inertia.of(values, tolerance), curvature.dimension());
        }
        Optional<Compressed> compressed = Compressed.of(curvature, context);
        if (compressed.isPresent()) {
            Inertia inertia = compressed.get().inertia(tolerance);
            if (inertia.certified()) {
                return summed(
                                compressed.get().eigenvalues(),
                                inertia,
                                compressed.get().products())
                        .with("error", error(compressed.get(), inertia.threshold()));
            }
        }
        return integrated(curvature, context);
    }

    /** Exact where Lanczos exhausts the spectrum; otherwise nothing bounds what the logarithm does between zero and the last node. */
    private Measurement integrated(Curvature curvature, MetricContext context) {
        Quadratures rules = Quadratures.of(curvature, probing.steps(), probing.probes(), context);
        double threshold = tolerance * rules.norm();
        if (threshold == 0) {
            return nothing();
        }
        double n = curvature.dimension();
        if (!rules.exact()) {
            return Measurement.undefined(
                    "the eigenvalues near zero of a matrix of " + curvature.dimension() + " rows are not resolved by "
                            + probing.steps()
                            + " Lanczos steps, and their logarithms are the largest; take samples × outputs up to "
                            + Curvature.LARGE
                            + " and a matrix without residuals (gauss-newton, fisher, targets: teacher), or choose blocks");
        }
        Estimate mean = rules.mean(x -> Math.abs(x) > threshold ? Math.log(Math.abs(x)) : 0);
        return Measurement.estimate(n * mean.value(), n * mean.standardError())
                .with(
                        "rank",
                        n * rules.mean(x -> Math.abs(x) > threshold ? 1 : 0).value())
                .with("negative", n * rules.mean(x -> x < -threshold ? 1 : 0).value())
                .with("threshold", threshold)
                .with("products", mean.products());
    }

    private static Measurement summed(double[] values, Inertia inertia, int products) {
        if (inertia.rank() == 0) {
            return nothing();
        }
        return Measurement.exact(sum(values, inertia.threshold()))
                .with("rank", inertia.rank())
                .with("negative", inertia.negative())
                .with("threshold", inertia.threshold())
                .with("products", products);
    }

    /** Σ log(1 + error/|λ|) to first order: how far the sum may be off. */
    private static double error(Compressed compressed, double threshold) {
        double sum = 0;
        for (double value : compressed.eigenvalues()) {
            sum += Math.abs(value) > threshold ? compressed.error() / Math.abs(value) : 0;
        }
        return sum;
    }

    private static Measurement nothing() {
        return Measurement.undefined("the matrix is zero: there is no eigenvalue to take the logarithm of");
    }

    private static double sum(double[] values, double threshold) {
        double sum = 0;
        for (double value : values) {
            if (Math.abs(value) > threshold) {
                sum += Math.log(Math.abs(value));
            }
        }
        return sum;
    }

    OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        double[] values = context.linearAlgebra()
                .eigenvalues(ScaledMatrix.of(curvature.dense(context).matrix(), factors), factors.length);
        Inertia inertia = Inertia.of(values, tolerance);
        return inertia.rank() == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum(values, inertia.threshold()));
    }
}
