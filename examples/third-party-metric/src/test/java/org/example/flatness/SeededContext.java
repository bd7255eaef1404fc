package org.example.flatness;

import io.flatness.spi.Context;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Parallel;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** As much of a host as loss-rise needs. */
record SeededContext(long seed) implements MetricContext {
    @Override
    public RandomGenerator random(String stream) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed + stream.hashCode());
    }

    @Override
    public void progress(double fraction, String message) {}

    @Override
    public void checkCancelled() {}

    @Override
    public <T> T memo(String key, Class<T> type, Function<Context, T> compute) {
        return compute.apply(this);
    }

    @Override
    public LinearAlgebra linearAlgebra() {
        throw new UnsupportedOperationException("loss-rise needs no linear algebra");
    }

    @Override
    public Parallel parallel() {
        throw new UnsupportedOperationException("loss-rise is sequential");
    }
}
