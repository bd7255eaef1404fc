package io.flatness.core.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.Elsewhere;
import io.flatness.core.run.Engine;
import io.flatness.core.run.Journal;
import io.flatness.core.run.RunListener;
import io.flatness.core.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The machinery of one run. */
final class RunModule extends AbstractModule {
    private final Journal journal;
    private final RunListener listener;
    private final Elsewhere elsewhere;

    RunModule(Journal journal, RunListener listener, Elsewhere elsewhere) {
        this.elsewhere = elsewhere;
        this.journal = journal;
        this.listener = listener;
    }

    @Override
    protected void configure() {
        bind(Journal.class).toInstance(journal);
        bind(RunListener.class).toInstance(listener);
        bind(Elsewhere.class).toInstance(elsewhere);
    }

    @Provides
    @Singleton
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }

    @Provides
    @Singleton
    Telemetry telemetry(MeterRegistry registry) {
        return new Telemetry(registry);
    }

    @Provides
    @Singleton
    Engine engine(RunPlan plan, Journal journal, Telemetry telemetry, RunListener listener, Elsewhere elsewhere) {
        return new Engine(plan, journal, telemetry, listener, elsewhere);
    }
}
