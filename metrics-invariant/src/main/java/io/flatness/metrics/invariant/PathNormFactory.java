package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code path-norm}. */
public final class PathNormFactory implements MetricFactory<PathNormParameters> {
    @Override
    public String name() {
        return "path-norm";
    }

    @Override
    public String description() {
        return "Sum over all paths of the product of absolute weights to the power p, to the power 1/p.";
    }

    @Override
    public Class<PathNormParameters> parameters() {
        return PathNormParameters.class;
    }

    @Override
    public Metric create(PathNormParameters parameters) {
        return new PathNorm(parameters);
    }
}
