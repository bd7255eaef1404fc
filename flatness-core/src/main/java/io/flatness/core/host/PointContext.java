package io.flatness.core.host;

import io.flatness.spi.Context;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Parallel;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The context of one metric at one point. */
public final class PointContext implements MetricContext {
    private final ComponentContext component;
    private final String plugin;
    private final Memos memos;
    private final Set<String> computed = ConcurrentHashMap.newKeySet();

    /**
     * A context.
     *
     * @param component the metric's own
     * @param plugin where the metric comes from: its memos are shared with metrics from there alone
     * @param memos the values of the point
     */
    public PointContext(ComponentContext component, String plugin, Memos memos) {
        this.component = component;
        this.plugin = plugin;
        this.memos = memos;
    }

    @Override
    public <T> T memo(String key, Class<T> type, Function<Context, T> compute) {
        Context shared = component.shared(key);
        String full = plugin + "/" + key;
        return memos.get(
                full,
                type,
                () -> {
                    computed.add(full);
                    return compute.apply(shared);
                },
                this::checkCancelled);
    }

    /** Forgets the values that were computed through this context, since they may be wrong. */
    public void forgetMemos() {
        computed.forEach(memos::forget);
    }

    @Override
    public RandomGenerator random(String stream) {
        return component.random(stream);
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
