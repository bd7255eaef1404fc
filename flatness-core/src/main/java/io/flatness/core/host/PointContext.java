package io.flatness.core.host;

import io.flatness.spi.MetricContext;
import io.flatness.spi.Parallel;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The context of one metric at one point. */
public final class PointContext implements MetricContext {
    private final ComponentContext component;
    private final ComponentContext shared;
    private final Memos memos;

    /**
     * A context.
     *
     * @param component the metric's own
     * @param shared the one behind memos: streams named by a memo's key come from it, whichever metric asks first
     * @param memos the values of the point
     */
    public PointContext(ComponentContext component, ComponentContext shared, Memos memos) {
        this.component = component;
        this.shared = shared;
        this.memos = memos;
    }

    @Override
    public <T> T memo(String key, Class<T> type, Supplier<T> supplier) {
        return memos.get(key, type, supplier);
    }

    @Override
    public RandomGenerator random(String stream) {
        return memos.names(stream) ? shared.random(stream) : component.random(stream);
    }

    @Override
    public RandomGenerator commonRandom(String stream) {
        return component.commonRandom(stream);
    }

    @Override
    public LinearAlgebra linearAlgebra() {
        return component.linearAlgebra();
    }

    @Override
    public Parallel parallel() {
        return component.parallel();
    }

    @Override
    public void progress(double fraction, String message) {
        component.progress(fraction, message);
    }

    @Override
    public void checkCancelled() {
        component.checkCancelled();
    }
}
