package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.Context;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Parallel;
import io.flatness.spi.TransformStep;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The context of an analysis for one of the points it looks at: what is remembered there is not mixed with others. */
record PointContext(AnalysisContext context, String problem, List<TransformStep> chain) implements MetricContext {
    @Override
    public <T> T memo(String key, Class<T> type, Function<Context, T> compute) {
        return context.memo(problem + " " + chain + " " + key, type, compute);
    }

    @Override
    public LinearAlgebra linearAlgebra() {
        return context.linearAlgebra();
    }

    @Override
    public Parallel parallel() {
        return context.parallel();
    }

    @Override
    public RandomGenerator random(String stream) {
        return context.random(stream);
    }

    @Override
    public RandomGenerator commonRandom(String stream) {
        return context.commonRandom(stream);
    }

    @Override
    public void progress(double fraction, String message) {}

    @Override
    public void checkCancelled() {
        context.checkCancelled();
    }
}
