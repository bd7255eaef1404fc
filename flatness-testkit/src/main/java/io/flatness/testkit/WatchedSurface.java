package io.flatness.testkit;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/** A surface inside another, as the host wraps it: what it can do is found by asking, not by its class. */
final class WatchedSurface implements LossSurface {
    private final LossSurface inner;

    WatchedSurface(LossSurface inner) {
        this.inner = inner;
    }

    @Override
    public ParameterLayout layout() {
        return inner.layout();
    }

    @Override
    public double value(double[] theta) {
        return inner.value(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        return inner.valueAndGradient(theta, into);
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        return inner.hessianAt(theta);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return inner.as(capability);
    }
}
