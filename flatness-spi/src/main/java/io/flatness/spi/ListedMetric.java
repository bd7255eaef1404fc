package io.flatness.spi;

import java.util.function.Function;

/** What {@link MetricFactory#of} makes. */
record ListedMetric<P extends Record>(
        String name, About about, Class<P> parameters, Function<? super P, ? extends Metric> creation)
        implements MetricFactory<P> {
    @Override
    public String description() {
        return about.sentence();
    }

    @Override
    public Metric create(P values) {
        return creation.apply(values);
    }
}
