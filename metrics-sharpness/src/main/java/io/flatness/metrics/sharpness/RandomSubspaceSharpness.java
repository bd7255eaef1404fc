package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * {@link KeskarSharpness} over a random subspace: perturbations A y with |yᵢ| ≤ ε(|(A⁺θ)ᵢ| + 1), for a Gaussian matrix A
 * whose columns depend on the seed and the number of parameters alone.
 */
final class RandomSubspaceSharpness implements Metric {
    private final RandomSubspaceSharpnessParameters parameters;

    RandomSubspaceSharpness(RandomSubspaceSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Scope.Part part = parameters.scope().of(minimum.surface().layout());
        int dimension = Math.min(part.size(), parameters.dimension());
        double[][] columns = Subspace.gaussian(part.size(), dimension, context);
        Subspace chart = new Subspace(columns, part, minimum.theta(), context.linearAlgebra());
        String name = "subspace " + dimension + " " + parameters.scope().key();
        return KeskarSharpness.measure(
                        new Terrain(minimum, chart, Norm.LINF),
                        parameters.epsilon(),
                        name,
                        parameters.effort(),
                        context)
                .with("dimension", dimension);
    }

    @Override
    public Set<Invariance> invariances() {
        // A permutation preserves its law, but not the value for the subspace that the seed has drawn.
        return Set.of();
    }
}
