package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code layer-norms}. */
public final class LayerNormsFactory implements MetricFactory<LayerNormsParameters> {
    @Override
    public String name() {
        return "layer-norms";
    }

    @Override
    public String description() {
        return "Product or mean of the layers' spectral or Frobenius norms, in logarithms, or the sum of their stable ranks.";
    }

    @Override
    public Class<LayerNormsParameters> parameters() {
        return LayerNormsParameters.class;
    }

    @Override
    public Metric create(LayerNormsParameters parameters) {
        return new LayerNorms(parameters);
    }
}
