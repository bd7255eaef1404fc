package io.flatness.spi;

import java.util.function.Function;

/** What {@link MetricFactory#of} makes. */
record ListedMetric<P extends Record>(
        String name, String description, Class<P> parameters, Function<? super P, ? extends Metric> creation)
        implements MetricFactory<P> {
    @Override
    public Metric create(P values) {
        return creation.apply(values);
    }
}
