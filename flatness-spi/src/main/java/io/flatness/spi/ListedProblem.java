package io.flatness.spi;

import java.util.function.BiFunction;

/** What {@link ProblemFactory#of} makes. */
record ListedProblem<P extends Record>(
        String name,
        About about,
        Class<P> parameters,
        BiFunction<? super P, ? super ProblemContext, ? extends Problem> opening)
        implements ProblemFactory<P> {
    @Override
    public String description() {
        return about.sentence();
    }

    @Override
    public Problem open(P values, ProblemContext context) {
        return opening.apply(values, context);
    }
}
