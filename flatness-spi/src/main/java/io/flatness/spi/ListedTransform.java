package io.flatness.spi;

import java.util.function.Function;

/** What {@link TransformFactory#of} makes. */
record ListedTransform<P extends Record>(
        String name, String description, Class<P> parameters, Function<? super P, ? extends Transform> creation)
        implements TransformFactory<P> {
    @Override
    public Transform create(P values) {
        return creation.apply(values);
    }
}
