package io.flatness.spi;

import java.util.function.Function;

/** What {@link AnalysisFactory#of} makes. */
record ListedAnalysis<P extends Record>(
        String name, String description, Class<P> parameters, Function<? super P, ? extends Analysis> creation)
        implements AnalysisFactory<P> {
    @Override
    public Analysis create(P values) {
        return creation.apply(values);
    }
}
