package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * {@link KeskarSharpness} over a random subspace: perturbations A y with |yᵢ| ≤ ε(|(A⁺θ)ᵢ| + 1), for a Gaussian matrix A
 * that depends on the seed and the number of parameters alone.
 */
final class RandomSubspaceSharpness implements Metric {
    private final RandomSubspaceSharpnessParameters parameters;

    RandomSubspaceSharpness(RandomSubspaceSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        int n = minimum.theta().length;
        int dimension = Math.min(n, parameters.dimension());
        double[][] columns = Subspace.gaussian(n, dimension, context.random("subspace"));
        Subspace chart = new Subspace(columns, minimum.theta(), parameters.epsilon(), context.linearAlgebra());
        Neighbourhood box = new Neighbourhood(minimum, chart, Norm.LINF);
        return KeskarSharpness.measure(box, parameters.effort(), context).with("dimension", dimension);
    }

    @Override
    public Set<Invariance> invariances() {
        // A permutation preserves its law, but not the value for the subspace that the seed has drawn.
        return Set.of();
    }
}
