package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** {@code hessian-spectrum}: all eigenvalues. */
public final class SpectrumFactory implements MetricFactory<SpectrumFactory.Parameters> {
    /** How to measure. */
    public record Parameters(@Included Selection selection) {}

    @Override
    public String name() {
        return "hessian-spectrum";
    }

    @Override
    public String description() {
        return "All eigenvalues of the Hessian, up to a few thousand parameters; the value is the largest.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        return new CurvatureMetric(p.selection(), SpectrumMeasure::measure).with(SpectrumMeasure::scaled);
    }
}
