package io.flatness.metrics.hessian;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hessian-spectrum}: all eigenvalues. */
public final class SpectrumFactory implements MetricFactory<SpectrumFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "which matrix: hessian, gauss-newton, fisher or empirical-fisher", defaultValue = "hessian")
            MatrixKind matrix,

            @Param(
                    doc = "names of blocks or layers, or patterns such as '*.weight'; all when left out",
                    optional = true)
            @Nullable
            List<String> blocks) {}

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
        return new CurvatureMetric(new Selection(p.matrix(), p.blocks()), SpectrumMeasure::measure)
                .with(SpectrumMeasure::scaled);
    }
}
