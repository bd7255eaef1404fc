package io.flatness.networks.problem;

import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.ProblemFactory;
import io.flatness.spi.loss.Minimum;

/** Quadratics with a prescribed spectrum: the surfaces on which every Hessian measure is known. */
public final class QuadraticProblemFactory implements ProblemFactory<QuadraticParameters> {
    @Override
    public String name() {
        return "quadratic";
    }

    @Override
    public String description() {
        return "½ θᵀQΛQᵀθ with given eigenvalues Λ and a rotation Q drawn from the seed";
    }

    @Override
    public Class<QuadraticParameters> parameters() {
        return QuadraticParameters.class;
    }

    @Override
    public Problem open(QuadraticParameters parameters, ProblemContext context) {
        double[] eigenvalues = parameters.eigenvalues().clone();
        int n = eigenvalues.length;
        Rotation rotation = parameters.rotate() ? Rotation.random(n, context.random("rotation")) : Rotation.none(n);
        double[] given = parameters.at();
        double[] at = given == null ? new double[n] : given.clone();
        Minimum minimum = new Minimum(new QuadraticSurface(eigenvalues, rotation), at);
        return () -> minimum;
    }
}
