package io.flatness.core.wiring;

import com.google.inject.AbstractModule;
import io.flatness.core.host.Host;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;

/** The experiment: its plan and what the plan stands on. */
final class ExperimentModule extends AbstractModule {
    private final RunPlan plan;

    ExperimentModule(RunPlan plan) {
        this.plan = plan;
    }

    @Override
    protected void configure() {
        bind(RunPlan.class).toInstance(plan);
        bind(Host.class).toInstance(plan.host());
        bind(Registry.class).toInstance(plan.registry());
    }
}
