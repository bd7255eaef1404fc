package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.host.ComponentContext;
import io.flatness.core.host.Host;
import io.flatness.core.host.Memos;
import io.flatness.core.host.PointContext;
import io.flatness.core.plan.Canonical;
import io.flatness.core.plan.PlannedLink;
import io.flatness.core.plan.PlannedMetric;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.MeteredSurface;
import io.flatness.core.telemetry.Watch;
import io.flatness.spi.Invariance;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Preservation;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One problem during a run: its minimum, its points, and the tasks that measure them. Thread-safe. */
final class ProblemRun {
    /** Below this many parameter-samples an evaluation is small. */
    private static final long SMALL = 2_000_000;

    private final PlannedProblem problem;
    private final Host host;
    private final TaskStore tasks;
    private final Evaluations evaluations;
    private final PointCache points;
    private @Nullable Minimum minimum;

    ProblemRun(PlannedProblem problem, Host host, TaskStore tasks, Evaluations evaluations) {
        this.problem = problem;
        this.host = host;
        this.tasks = tasks;
        this.evaluations = evaluations;
        this.points = new PointCache(host.workers().workers());
    }

    String id() {
        return problem.id();
    }

    /** The point to start from, trained when first needed unless an earlier run left it. */
    synchronized Minimum minimum() {
        if (minimum == null) {
            Minimum found = Solutions.solve(problem, tasks);
            Watch watch = new Watch(evaluations, host::checkCancelled);
            minimum = new Minimum(MeteredSurface.of(found.surface(), watch), found.theta());
        }
        return minimum;
    }

    /** The problem's entry in the results. */
    ObjectNode describe() {
        ObjectNode facts = tasks.compute("problem " + id(), () -> {
            Minimum start = minimum();
            ObjectNode json = Json.object();
            json.put("id", id());
            json.put("parameters", start.surface().dimension());
            Functions.as(start, EmpiricalRisk.class)
                    .ifPresent(seen -> json.put("samples", seen.surface().sampleCount()));
            for (Block block : start.surface().layout().blocks()) {
                ObjectNode entry = json.withArray("layout").addObject();
                entry.put("name", block.name());
                block.shape().forEach(entry.withArray("shape")::add);
            }
            json.setAll(Json.any(problem.problem().facts(), "the facts of problem " + id()));
            SurfaceCheck.warnings(start, host.context(id(), "surface-check", ""))
                    .forEach(json.withArray("warnings")::add);
            if (json.path("warnings").isEmpty()) {
                json.remove("warnings");
            }
            return json;
        });
        Solutions.training(problem, tasks).ifPresent(train -> facts.set("train", train));
        return facts;
    }

    /** The diagnostics of a point; {@code refused} with the reason when a link refuses. */
    ObjectNode diagnostics(List<PlannedLink> links) {
        return tasks.compute(key("point", links), () -> {
            try {
                Transformed point = point(links);
                return PointDiagnostics.of(point.minimum(), test(links), host.linearAlgebra());
            } catch (RefusedException e) {
                ObjectNode refused = Json.object();
                refused.put("refused", e.getMessage());
                return refused;
            }
        });
    }

    private Optional<EmpiricalRisk> test(List<PlannedLink> links) {
        boolean otherInputs = links.stream()
                .anyMatch(link -> link.transform()
                        .family()
                        .filter(family -> family.changes() == Invariance.Subject.INPUTS)
                        .isPresent());
        return otherInputs ? Optional.empty() : problem.problem().test();
    }

    Preservation preservation(List<PlannedLink> links) {
        return PreservationCheck.preservation(tasks.compute(
                key("preservation", links),
                () -> PreservationCheck.json(
                        PreservationCheck.compare(minimum(), point(links), context("preservation", "")))));
    }

    /** A measurement without its metric's name. */
    ObjectNode measure(List<PlannedLink> links, PlannedMetric metric) {
        return measure(links, metric.ref(), metric.metric(), metric.origin().plugin());
    }

    ObjectNode measure(List<PlannedLink> links, MetricRef ref, Metric metric, String plugin) {
        return tasks.compute(key("measure", links) + " " + Canonical.metric(ref), () -> {
            ComponentContext component = context(ref.type(), Canonical.json(ref.parameters()));
            Memos memos = points.memos(chain(links));
            return MetricRunner.measure(metric, point(links).minimum(), new PointContext(component, plugin, memos));
        });
    }

    /** The minimum taken through a chain. */
    Transformed point(List<PlannedLink> links) {
        return points.get(
                chain(links),
                () -> links.isEmpty()
                        ? new Transformed(minimum(), Optional.empty())
                        : Chains.apply(minimum(), links, id(), host));
    }

    /** Whether an evaluation is too small to be worth spreading over workers: tasks then run beside each other. */
    boolean small() {
        return work() < SMALL;
    }

    /** Rough cost of one evaluation: parameters times samples. */
    private long work() {
        Minimum start = problem.problem().initial();
        int samples = Functions.as(start, EmpiricalRisk.class)
                .map(seen -> seen.surface().sampleCount())
                .orElse(1);
        return (long) start.surface().dimension() * Math.max(1, samples);
    }

    private ComponentContext context(String type, String parameters) {
        return host.context(id(), type, parameters);
    }

    private static List<TransformStep> steps(List<PlannedLink> links) {
        return links.stream().map(PlannedLink::step).toList();
    }

    private static String chain(List<PlannedLink> links) {
        return Canonical.chain(steps(links));
    }

    private String key(String what, List<PlannedLink> links) {
        return what + " " + id() + " " + chain(links);
    }
}
