package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;

/** {@code hessian-spectrum}: all eigenvalues. */
record SpectrumParameters(@Included Selection selection) {
    Metric metric() {
        return new CurvatureMetric(selection, SpectrumMeasure::measure).with(SpectrumMeasure::scaled);
    }
}
