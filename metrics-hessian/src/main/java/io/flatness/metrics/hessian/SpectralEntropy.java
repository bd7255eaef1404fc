package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.Optional;
import java.util.OptionalDouble;

/** −log Σ pᵢ² with pᵢ = |λᵢ|/Σ|λ|: Rényi's entropy of order 2 of the spectrum. */
record SpectralEntropy(Probing probing) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        int n = curvature.dimension();
        if (n <= Curvature.LARGE) {
            return exact(curvature.eigenvalues(context), n);
        }
        Optional<Compressed> compressed = Compressed.of(curvature, context);
        if (compressed.isPresent()) {
            double[] values = compressed.get().eigenvalues();
            double sum = sum(values);
            double error = 4 * n * compressed.get().error() / sum;
            // Σ|λ| and Σλ² move by no more than n errors each; beyond that the quadrature says it better.
            if (error < 1e-9) {
                return exact(values, compressed.get().products()).with("error", error);
            }
        }
        Quadratures rules = Quadratures.of(curvature, probing.steps(), probing.probes(), context);
        double norm = rules.norm();
        if (norm == 0) {
            return nothing();
        }
        Estimate mean = rules.mean(x -> Math.abs(x) / norm);
        Estimate square = rules.mean(x -> x / norm * (x / norm));
        double value = Math.log(n) + 2 * Math.log(mean.value()) - Math.log(square.value());
        return Measurement.estimate(
                        value, 2 * mean.standardError() / mean.value() + square.standardError() / square.value())
                .with("effectiveRank", Math.exp(value))
                .with("products", rules.products());
    }

    private static Measurement exact(double[] values, int products) {
        OptionalDouble entropy = entropy(values);
        return entropy.isEmpty()
                ? nothing()
                : Measurement.exact(entropy.getAsDouble())
                        .with("effectiveRank", Math.exp(entropy.getAsDouble()))
                        .with("products", products);
    }

    private static Measurement nothing() {
        return Measurement.undefined("the matrix is zero: its spectrum has no distribution");
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }

    private static OptionalDouble entropy(double[] values) {
        double norm = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        if (norm == 0) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            double share = Math.abs(value) / norm;
            sum += share;
            squares += share * share;
        }
        return OptionalDouble.of(2 * Math.log(sum) - Math.log(squares));
    }

    static OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        return entropy(context.linearAlgebra()
                .eigenvalues(ScaledMatrix.of(curvature.dense(context).matrix(), factors), factors.length));
    }
}
