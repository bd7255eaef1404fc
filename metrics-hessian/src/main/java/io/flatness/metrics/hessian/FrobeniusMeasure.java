package io.flatness.metrics.hessian;

import io.flatness.numerics.Effort;
import io.flatness.numerics.Estimate;
import io.flatness.numerics.FrobeniusNorm;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.OptionalDouble;

/** ‖A‖_F. */
record FrobeniusMeasure(int probes, double tolerance, int maxProducts) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        if (curvature.dimension() <= Curvature.SMALL) {
            return Measurement.exact(
                    context.linearAlgebra().norm(curvature.dense(context).matrix()));
        }
        Effort effort = probes > 0 ? Effort.probes(probes) : Effort.tolerance(tolerance, maxProducts);
        Estimate estimate = FrobeniusNorm.estimate(
                Extremes.watched(curvature.operator(), context), effort, context.random("hessian.frobenius"));
        Measurement measured = (estimate.exact()
                        ? Measurement.exact(estimate.value())
                        : Measurement.estimate(estimate.value(), estimate.standardError()))
                .converged(estimate.converged())
                .with("products", estimate.products());
        return estimate.converged() ? measured : measured.remark(Remarks.productsRanOut(tolerance));
    }

    static OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(context.linearAlgebra()
                .norm(ScaledMatrix.of(curvature.dense(context).matrix(), factors)));
    }
}
