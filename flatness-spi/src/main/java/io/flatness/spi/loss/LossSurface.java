package io.flatness.spi.loss;

import java.util.Optional;

/**
 * A scalar loss of a flat parameter vector. Immutable and thread-safe.
 *
 * <p>Vectors are in layout order. A surface never writes to or keeps an argument array (except {@code into}); a returned
 * array belongs to the caller. At kinks of piecewise-linear networks derivatives are those of the autodiff convention
 * relu'(0) = 0.
 */
public interface LossSurface {
    /** The blocks of the parameter vector. */
    ParameterLayout layout();

    /** Number of parameters. */
    default int dimension() {
        return layout().size();
    }

    /** L(θ); may be infinite or NaN where the loss overflows. */
    double value(double[] theta);

    /** ∇L(θ) as a new array. */
    default double[] gradient(double[] theta) {
        double[] into = new double[dimension()];
        valueAndGradient(theta, into);
        return into;
    }

    /** Returns L(θ) and writes ∇L(θ) to {@code into}, in one pass. */
    double valueAndGradient(double[] theta, double[] into);

    /**
     * The Hessian ∇²L(θ) as an operator: one linearization, reused by every product.
     *
     * @param theta copied or consumed before the method returns
     */
    SymmetricOperator hessianAt(double[] theta);

    /**
     * The surface seen as something more: {@link EmpiricalRisk}, {@link NetworkLoss}, {@link Reparametrized} or a
     * capability. Always ask this way, never with {@code instanceof}: the host wraps surfaces.
     */
    default <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }
}
