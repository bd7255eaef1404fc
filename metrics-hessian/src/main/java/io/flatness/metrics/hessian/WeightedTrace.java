package io.flatness.metrics.hessian;

import io.flatness.numerics.Effort;
import io.flatness.numerics.HutchPlusPlus;
import io.flatness.numerics.TraceEstimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** tr(WAW) for W = diag(θ) or W = ‖θ‖ I. */
record WeightedTrace(TraceWeights weights, int probes, double tolerance, int maxProducts) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        double[] w = weights(curvature.restrict(curvature.minimum().theta()), context);
        Optional<double[]> diagonal = ExactDiagonal.of(curvature, Curvature.SMALL, context);
        if (diagonal.isPresent()) {
            return Measurement.exact(finite(sum(w, diagonal.get())));
        }
        Effort effort = probes > 0 ? Effort.probes(probes) : Effort.tolerance(tolerance, maxProducts);
        TraceEstimate estimate = HutchPlusPlus.estimate(
                weighted(Extremes.watched(curvature.operator(), context), w),
                curvature.parts(),
                effort,
                context.random("hessian.weighted-trace"));
        finite(estimate.value());
        Measurement measured = (estimate.exact()
                        ? Measurement.exact(estimate.value())
                        : Measurement.estimate(estimate.value(), estimate.standardError()))
                .converged(estimate.converged())
                .with("products", estimate.products());
        return estimate.converged() ? measured : measured.remark(Remarks.productsRanOut(tolerance));
    }

    private double[] weights(double[] theta, MetricContext context) {
        if (weights == TraceWeights.PARAMETERS) {
            return theta;
        }
        double[] norms = new double[theta.length];
        Arrays.fill(norms, context.linearAlgebra().norm(theta));
        return norms;
    }

    private static double sum(double[] w, double[] diagonal) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * diagonal[i] * w[i];
        }
        return sum;
    }

    private static double finite(double sum) {
        if (!Double.isFinite(sum)) {
            throw new ArithmeticException("its weighted trace is not finite");
        }
        return sum;
    }

    private static SymmetricOperator weighted(SymmetricOperator operator, double[] w) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return w.length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                applyBlock(new double[][] {x}, new double[][] {into});
            }

            @Override
            public void applyBlock(double[][] xs, double[][] into) {
                double[][] scaled = new double[xs.length][w.length];
                for (int k = 0; k < xs.length; k++) {
                    for (int i = 0; i < w.length; i++) {
                        scaled[k][i] = w[i] * xs[k][i];
                    }
                }
                operator.applyBlock(scaled, into);
                for (int k = 0; k < xs.length; k++) {
                    for (int i = 0; i < w.length; i++) {
                        into[k][i] *= w[i];
                    }
                }
            }
        };
    }

    /** With θ' = fθ and H' = diag(1/f) H diag(1/f). */
    OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        Optional<double[]> diagonal = ExactDiagonal.of(curvature, Curvature.SMALL, context);
        if (diagonal.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] theta = curvature.restrict(curvature.minimum().theta());
        double[] moved = diagonal.get().clone();
        for (int i = 0; i < factors.length; i++) {
            theta[i] *= factors[i];
            moved[i] /= factors[i] * factors[i];
        }
        return OptionalDouble.of(sum(weights(theta, context), moved));
    }
}
