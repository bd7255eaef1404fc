package io.flatness.core.run;

import io.flatness.core.host.ComponentContext;
import io.flatness.core.host.Memos;
import io.flatness.core.host.PointContext;
import io.flatness.core.plan.Canonical;
import io.flatness.core.plan.ComponentCalls;
import io.flatness.core.plan.PlannedAnalysis;
import io.flatness.core.plan.PlannedLink;
import io.flatness.core.plan.PlannedMetric;
import io.flatness.core.plan.PlannedPoint;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plan.RunPlan;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.Context;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementRequest;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Parallel;
import io.flatness.spi.PointRef;
import io.flatness.spi.Preservation;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformStep;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Transformed;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What an analysis sees of the experiment. Every measurement is a task: remembered by content, journaled. */
final class ExperimentContext implements AnalysisContext {
    private final PlannedAnalysis analysis;
    private final RunPlan plan;
    private final Map<String, ProblemRun> runs;
    private final ComponentCalls calls;
    private final PointContext own;

    ExperimentContext(PlannedAnalysis analysis, RunPlan plan, Map<String, ProblemRun> runs) {
        this.analysis = analysis;
        this.plan = plan;
        this.runs = runs;
        this.calls = new ComponentCalls(plan.registry());
        String about = String.join(
                " ", analysis.problems().stream().map(PlannedProblem::id).toList());
        ComponentContext context = plan.host().context(about, analysis.type(), Canonical.json(analysis.parameters()));
        this.own = new PointContext(context, analysis.origin().plugin(), new Memos());
    }

    @Override
    public List<String> problems() {
        return analysis.problems().stream().map(PlannedProblem::id).toList();
    }

    @Override
    public Map<String, Object> parameters(String problem) {
        return Collections.unmodifiableMap(planned(problem).parameters());
    }

    @Override
    public Optional<EmpiricalRisk> test(String problem) {
        return planned(problem).problem().test();
    }

    @Override
    public List<MetricRef> metrics(String problem) {
        return plan.metricsOf(planned(problem)).stream().map(PlannedMetric::ref).toList();
    }

    @Override
    public List<PointRef> points(String problem) {
        return plan.pointsOf(planned(problem)).stream()
                .filter(point -> point.refusal() == null)
                .map(PlannedPoint::ref)
                .toList();
    }

    @Override
    public Metric metric(MetricRef metric) {
        return calls.metric(metric).metric();
    }

    @Override
    public Transform transform(TransformStep step) {
        return calls.link(step).transform();
    }

    @Override
    public Transformed point(String problem, List<TransformStep> chain) {
        return run(problem).point(calls.links(chain));
    }

    @Override
    public Measurement measure(String problem, List<TransformStep> chain, MetricRef metric) {
        checkCancelled();
        List<PlannedLink> links = links(problem, chain);
        ComponentCalls.Called called = calls.metric(metric);
        return MeasurementJson.measurement(run(problem)
                .measure(links, called.ref(), called.metric(), called.origin().plugin()));
    }

    @Override
    public List<Measurement> measureAll(List<MeasurementRequest> requests) {
        Measurement[] measurements = new Measurement[requests.size()];
        RefusedException[] refusals = new RefusedException[requests.size()];
        Parallel.Body one = (worker, i) -> {
            MeasurementRequest request = requests.get(i);
            try {
                measurements[i] = measure(request.problem(), request.chain(), request.metric());
            } catch (RefusedException e) {
                refusals[i] = e;
            }
        };
        boolean small =
                requests.stream().allMatch(request -> run(request.problem()).small());
        if (small) {
            parallel().forEach(requests.size(), one);
        } else {
            for (int i = 0; i < requests.size(); i++) {
                one.run(0, i);
            }
        }
        for (RefusedException refusal : refusals) {
            if (refusal != null) {
                throw refusal;
            }
        }
        return List.of(measurements);
    }

    @Override
    public Preservation preservation(String problem, List<TransformStep> chain) {
        return run(problem).preservation(links(problem, chain));
    }

    /** The links, once the chain is known not to be refused. */
    private List<PlannedLink> links(String problem, List<TransformStep> chain) {
        List<PlannedLink> links = calls.links(chain);
        var diagnostics = run(problem).diagnostics(links);
        if (diagnostics.has("refused")) {
            throw new RefusedException(diagnostics.get("refused").asText());
        }
        return links;
    }

    private PlannedProblem planned(String id) {
        return plan.problems().stream()
                .filter(problem -> problem.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the experiment has no problem " + id));
    }

    private ProblemRun run(String problem) {
        return Objects.requireNonNull(runs.get(planned(problem).id()), "every problem has a run");
    }

    @Override
    public <T> T memo(String key, Class<T> type, Function<Context, T> compute) {
        return own.memo(key, type, compute);
    }

    @Override
    public LinearAlgebra linearAlgebra() {
        return own.linearAlgebra();
    }

    @Override
    public Parallel parallel() {
        return own.parallel();
    }

    @Override
    public RandomGenerator random(String stream) {
        return own.random(stream);
    }

    @Override
    public RandomGenerator commonRandom(String stream) {
        return own.commonRandom(stream);
    }

    @Override
    public void progress(double fraction, String message) {
        own.progress(fraction, message);
    }

    @Override
    public void checkCancelled() {
        own.checkCancelled();
    }
}
