package io.flatness.core.plugin;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.ProblemFactory;
import io.flatness.spi.TransformFactory;

/** Factories of a plugin behind a door: name, sentence and parameters are asked once, faults are clear refusals. */
final class GuardedFactories {
    private final PluginCode code;

    GuardedFactories(PluginCode code) {
        this.code = code;
    }

    ComponentFactory<?> of(ComponentKind kind, ComponentFactory<?> factory) {
        return switch (kind) {
            case METRIC -> metric((MetricFactory<?>) factory);
            case TRANSFORM -> transform((TransformFactory<?>) factory);
            case PROBLEM -> problem((ProblemFactory<?>) factory);
            case ANALYSIS -> analysis((AnalysisFactory<?>) factory);
        };
    }

    private <P extends Record> MetricFactory<P> metric(MetricFactory<P> factory) {
        String name = factory.name();
        return MetricFactory.of(
                name,
                factory.about(),
                factory.parameters(),
                p -> code.prepare("the metric " + name, () -> GuardedMetric.of(factory.create(p), code)));
    }

    private <P extends Record> TransformFactory<P> transform(TransformFactory<P> factory) {
        String who = "the transform " + factory.name();
        return TransformFactory.of(
                        factory.name(),
                        factory.about(),
                        factory.parameters(),
                        p -> code.prepare(who, () -> GuardedTransform.of(who, factory.create(p), code)))
                .neutralAt(factory.neutral());
    }

    private <P extends Record> ProblemFactory<P> problem(ProblemFactory<P> factory) {
        String name = factory.name();
        return ProblemFactory.of(
                name,
                factory.about(),
                factory.parameters(),
                (p, context) ->
                        code.prepare("the problem " + name, () -> GuardedProblem.of(factory.open(p, context), code)));
    }

    private <P extends Record> AnalysisFactory<P> analysis(AnalysisFactory<P> factory) {
        String name = factory.name();
        return AnalysisFactory.of(
                name,
                factory.about(),
                factory.parameters(),
                p -> code.prepare("the analysis " + name, () -> guarded(factory.create(p))));
    }

    private Analysis guarded(Analysis analysis) {
        java.util.Objects.requireNonNull(analysis, "create returned null");
        return context -> code.call(() -> analysis.analyse(context));
    }
}
