package io.flatness.spi;

import java.util.function.Function;

/** What {@link AnalysisFactory#of} makes. */
record ListedAnalysis<P extends Record>(
        String name, About about, Class<P> parameters, Function<? super P, ? extends Analysis> creation)
        implements AnalysisFactory<P> {
    @Override
    public String description() {
        return about.sentence();
    }

    @Override
    public Analysis create(P values) {
        return creation.apply(values);
    }
}
