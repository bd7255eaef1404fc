package io.flatness.spi;

import java.util.Map;
import java.util.function.Function;

/** What {@link TransformFactory#of} makes. */
record ListedTransform<P extends Record>(
        String name,
        About about,
        Class<P> parameters,
        Function<? super P, ? extends Transform> creation,
        Map<String, Double> neutral)
        implements TransformFactory<P> {
    ListedTransform {
        neutral = Map.copyOf(neutral);
    }

    @Override
    public String description() {
        return about.sentence();
    }

    @Override
    public Transform create(P values) {
        return creation.apply(values);
    }
}
