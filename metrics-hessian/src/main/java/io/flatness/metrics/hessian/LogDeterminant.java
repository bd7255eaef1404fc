package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.OptionalDouble;

/** Σ log |λ| over |λ| above a share of the norm. */
record LogDeterminant(double tolerance, Probing probing) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        if (curvature.dimension() <= Curvature.LARGE) {
            Inertia inertia = Inertia.of(curvature.eigenvalues(context), tolerance);
            if (inertia.rank() == 0) {
                return nothing();
            }
            return Measurement.exact(sum(curvature.eigenvalues(context), inertia.threshold()))
                    .with("rank", inertia.rank())
                    .with("negative", inertia.negative())
                    .with("threshold", inertia.threshold())
                    .with("products", curvature.dimension());
        }
        Quadratures rules = Quadratures.of(curvature, probing.steps(), probing.probes(), context);
        double threshold = tolerance * rules.norm();
        if (threshold == 0) {
            return nothing();
        }
        Estimate mean = rules.mean(x -> Math.abs(x) > threshold ? Math.log(Math.abs(x)) : 0);
        double n = curvature.dimension();
        return Measurement.estimate(n * mean.value(), n * mean.standardError())
                .converged(false)
                .with(
                        "rank",
                        n * rules.mean(x -> Math.abs(x) > threshold ? 1 : 0).value())
                .with("negative", n * rules.mean(x -> x < -threshold ? 1 : 0).value())
                .with("threshold", threshold)
                .with("products", mean.products())
                .remark("the logarithm and the threshold are not resolved by " + probing.steps()
                        + " Lanczos steps near zero: the standard error is that of the probes alone");
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
