package io.flatness.spi;

import java.util.function.BiFunction;

/** What {@link ProblemFactory#of} makes. */
record ListedProblem<P extends Record>(
        String name,
        String description,
        Class<P> parameters,
        BiFunction<? super P, ? super ProblemContext, ? extends Problem> opening)
        implements ProblemFactory<P> {
    @Override
    public Problem open(P values, ProblemContext context) {
        return opening.apply(values, context);
    }
}
