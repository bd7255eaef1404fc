package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.host.ComponentContext;
import io.flatness.core.host.Memos;
import io.flatness.core.host.PointContext;
import io.flatness.core.plan.Canonical;
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
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What an analysis sees of the experiment. Every measurement is a task: remembered by content, journaled. */
final class ExperimentContext implements AnalysisContext {
    private static final String NUMBERS = "numbers";

    private final PlannedAnalysis analysis;
    private final RunPlan plan;
    private final TaskRunner local;
    private final Tasks tasks;
    private final TaskExecutor executor;
    private final PointContext own;

    /**
     * A context.
     *
     * @param local the problems
     * @param executor runs what is not known yet
     */
    ExperimentContext(PlannedAnalysis analysis, RunPlan plan, TaskRunner local, Tasks tasks, TaskExecutor executor) {
        this.analysis = analysis;
        this.plan = plan;
        this.local = local;
        this.tasks = tasks;
        this.executor = executor;
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
        return local.calls().metric(metric).metric();
    }

    @Override
    public Transform transform(TransformStep step) {
        return local.calls().link(step).transform();
    }

    @Override
    public Transformed point(String problem, List<TransformStep> chain) {
        Transformed point = local.problem(problem).point(local.calls().links(chain));
        Minimum minimum = point.minimum();
        return new Transformed(new Minimum(minimum.surface(), minimum.theta().clone()), point.map());
    }

    @Override
    public Measurement measure(String problem, List<TransformStep> chain, MetricRef metric) {
        checkCancelled();
        List<TransformStep> links = links(problem, chain);
        MetricRef resolved = local.calls().metric(metric).ref();
        return MeasurementJson.measurement(tasks.result(new Task.Measure(problem, links, resolved), executor));
    }

    @Override
    public List<Measurement> measureAll(List<MeasurementRequest> requests) {
        Measurement[] measurements = new Measurement[requests.size()];
        RefusedException[] refusals = new RefusedException[requests.size()];
        AtomicInteger done = new AtomicInteger();
        Parallel.Body one = (worker, i) -> {
            MeasurementRequest request = requests.get(i);
            try {
                measurements[i] = measure(request.problem(), request.chain(), request.metric());
                int finished = done.incrementAndGet();
                progress((double) finished / requests.size(), finished + " of " + requests.size() + " measurements");
            } catch (RefusedException e) {
                refusals[i] = e;
            }
        };
        boolean small = requests.stream()
                .allMatch(request -> local.problem(request.problem()).small());
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
    public double[] keep(String key, Supplier<double[]> compute) {
        checkCancelled();
        Task piece = new Task.Piece(new Task.Analyse(analysis.type(), analysis.parameters(), problems()), key);
        ObjectNode kept = tasks.result(piece, unused -> Json.ordered(Map.of(NUMBERS, compute.get()), key));
        if (Json.plain(kept.get(NUMBERS)) instanceof double[] numbers) {
            return numbers;
        }
        throw new IllegalStateException("the journal holds no numbers for " + piece.key());
    }

    @Override
    public Preservation preservation(String problem, List<TransformStep> chain) {
        return PreservationCheck.preservation(
                tasks.result(new Task.Preserve(problem, links(problem, chain)), executor));
    }

    /** The links with their parameters resolved, once the chain is known not to be refused. */
    private List<TransformStep> links(String problem, List<TransformStep> chain) {
        planned(problem);
        List<TransformStep> links =
                local.calls().links(chain).stream().map(PlannedLink::step).toList();
        ObjectNode diagnostics = tasks.result(new Task.Diagnose(problem, links), executor);
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
