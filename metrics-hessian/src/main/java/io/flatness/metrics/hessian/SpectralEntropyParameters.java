package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;

/** {@code hessian-spectral-entropy}: Rényi's entropy of order 2 of the spectrum. */
record SpectralEntropyParameters(
        @Included Probing probing, @Included Selection selection) {
    Metric metric() {
        return new CurvatureMetric(selection, new SpectralEntropy(probing)).with(SpectralEntropy::scaled);
    }
}
