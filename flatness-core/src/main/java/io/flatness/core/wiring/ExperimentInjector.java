package io.flatness.core.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.Elsewhere;
import io.flatness.core.run.Engine;
import io.flatness.core.run.Journal;
import io.flatness.core.run.RunListener;
import io.flatness.core.telemetry.Telemetry;

/**
 * The injector of one run. What the user wrote is valid by now: a Guice exception is a fault of this software.
 */
public final class ExperimentInjector {
    private final Injector injector;

    /** An injector for a plan. */
    public ExperimentInjector(RunPlan plan, Journal journal, RunListener listener, Elsewhere elsewhere) {
        injector = Guice.createInjector(
                Stage.PRODUCTION, new ExperimentModule(plan), new RunModule(journal, listener, elsewhere));
    }

    /** The engine. */
    public Engine engine() {
        return injector.getInstance(Engine.class);
    }

    /** The meters. */
    public Telemetry telemetry() {
        return injector.getInstance(Telemetry.class);
    }
}
