package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.OptionalDouble;

/** Σ λ/(λ + z). */
record EffectiveDimension(double z, Probing probing) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        if (curvature.dimension() <= Curvature.LARGE) {
            double[] values = curvature.eigenvalues(context);
            double smallest = values[values.length - 1];
            return smallest <= -z
                    ? pole(smallest)
                    : remarked(Measurement.exact(sum(values)).with("products", values.length), smallest);
        }
        Quadratures rules = Quadratures.of(curvature, probing.steps(), probing.probes(), context);
        double smallest = rules.smallest();
        if (smallest <= -z) {
            return pole(smallest);
        }
        Estimate mean = rules.mean(x -> x / (x + z));
        double n = curvature.dimension();
        return remarked(
                Measurement.estimate(n * mean.value(), n * mean.standardError()).with("products", mean.products()),
                smallest);
    }

    private Measurement pole(double smallest) {
        return Measurement.undefined("an eigenvalue of " + smallest + " lies at or below −z = " + -z
                + ", where λ/(λ + z) has its pole; the point is no minimum, or z is too small");
    }

    private static Measurement remarked(Measurement measured, double smallest) {
        return measured.with("smallestEigenvalue", smallest);
    }

    private double sum(double[] values) {
        double sum = 0;
        for (int i = values.length - 1; i >= 0; i--) {
            sum += values[i] / (values[i] + z);
        }
        return sum;
    }

    OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        double[] values = context.linearAlgebra()
                .eigenvalues(ScaledMatrix.of(curvature.dense(context).matrix(), factors), factors.length);
        return values[values.length - 1] <= -z ? OptionalDouble.empty() : OptionalDouble.of(sum(values));
    }
}
