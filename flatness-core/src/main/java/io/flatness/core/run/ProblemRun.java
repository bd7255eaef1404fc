package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.host.ComponentContext;
import io.flatness.core.host.Host;
import io.flatness.core.host.Memos;
import io.flatness.core.host.PointContext;
import io.flatness.core.plan.Canonical;
import io.flatness.core.plan.ComponentCalls;
import io.flatness.core.plan.PlannedLink;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plugin.Faults;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.MeteredSurface;
import io.flatness.core.telemetry.Watch;
import io.flatness.spi.Invariance;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One problem during a run: its minimum, its points, and what is asked of them. Thread-safe. */
final class ProblemRun {
    /** Below this many parameter-samples an evaluation is too small to be worth spreading over workers. */
    private static final long SMALL = 2_000_000;

    private final PlannedProblem problem;
    private final Host host;
    private final Solutions solutions;
    private final Evaluations evaluations;
    private final PointCache points;
    private @Nullable Minimum minimum;

    ProblemRun(PlannedProblem problem, Host host, Tasks tasks, TaskExecutor executor, Evaluations evaluations) {
        this.problem = problem;
        this.host = host;
        this.solutions = new Solutions(problem, tasks, executor);
        this.evaluations = evaluations;
        this.points = new PointCache(host.workers().workers());
    }

    private String id() {
        return problem.id();
    }

    /** Whether an evaluation is small: tasks then run beside each other. */
    boolean small() {
        Minimum start = problem.problem().initial();
        int samples = BasePoint.as(start, EmpiricalRisk.class)
                .map(seen -> seen.surface().sampleCount())
                .orElse(1);
        return (long) start.surface().dimension() * Math.max(1, samples) < SMALL;
    }

    ObjectNode solve() {
        return solutions.solve();
    }

    /** The point to start from, trained when first needed unless an earlier run left it. */
    private synchronized Minimum minimum() {
        if (minimum == null) {
            Minimum found = solutions.minimum();
            Watch watch = new Watch(evaluations, host::checkCancelled);
            minimum = new Minimum(MeteredSurface.of(found.surface(), watch), found.theta());
        }
        return minimum;
    }

    /** The problem's entry in the results, without its training. */
    ObjectNode describe() {
        Minimum start = minimum();
        ObjectNode json = Json.object();
        json.put("id", id());
        json.put("parameters", start.surface().dimension());
        BasePoint.as(start, EmpiricalRisk.class)
                .ifPresent(seen -> json.put("samples", seen.surface().sampleCount()));
        for (Block block : start.surface().layout().blocks()) {
            ObjectNode entry = json.withArray("layout").addObject();
            entry.put("name", block.name());
            block.shape().forEach(entry.withArray("shape")::add);
        }
        json.setAll(Json.any(problem.problem().facts(), "the facts of problem " + id()));
        SurfaceCheck.warnings(start, context("surface-check", "")).forEach(json.withArray("warnings")::add);
        if (json.path("warnings").isEmpty()) {
            json.remove("warnings");
        }
        return json;
    }

    /** The diagnostics of a point; {@code refused} with the reason when a link refuses. */
    ObjectNode diagnose(List<PlannedLink> links) {
        try {
            return PointDiagnostics.of(point(links).minimum(), test(links), host.linearAlgebra());
        } catch (RefusedException e) {
            return refused(Faults.message(e));
        } catch (CancellationException | OutputException e) {
            throw e;
        } catch (Throwable e) { // a plugin's surface may throw anything; what is our own fault stays one
            if (ours(links)) {
                throw e;
            }
            return refused("a fault at this point: " + Faults.describe(e));
        }
    }

    private static ObjectNode refused(String reason) {
        ObjectNode refused = Json.object();
        refused.put("refused", reason);
        return refused;
    }

    private boolean ours(List<PlannedLink> links) {
        return problem.origin().builtIn()
                && links.stream().allMatch(link -> link.origin().builtIn());
    }

    private Optional<EmpiricalRisk> test(List<PlannedLink> links) {
        boolean otherInputs = links.stream()
                .anyMatch(link -> link.transform()
                        .family()
                        .filter(family -> family.changes() == Invariance.Subject.INPUTS)
                        .isPresent());
        return otherInputs ? Optional.empty() : problem.problem().test();
    }

    /** How well the function survived the links. */
    ObjectNode preserve(List<PlannedLink> links) {
        try {
            return PreservationCheck.json(
                    PreservationCheck.compare(minimum(), point(links), context("preservation", "")));
        } catch (CancellationException | OutputException e) {
            throw e;
        } catch (Throwable e) { // as above
            if (ours(links)) {
                throw e;
            }
            ObjectNode json = PreservationCheck.json(PreservationCheck.none());
            json.put("error", "a fault in a transform: " + Faults.describe(e));
            return json;
        }
    }

    /** A measurement without its metric's name. */
    ObjectNode measure(List<PlannedLink> links, ComponentCalls.Called called, @Nullable Double timeoutSeconds) {
        Minimum point = point(links).minimum();
        Memos memos = points.memos(chain(links));
        ComponentContext own =
                context(called.ref().type(), Canonical.json(called.ref().parameters()));
        if (timeoutSeconds == null) {
            PointContext context = new PointContext(own, called.origin().plugin(), memos);
            return new MetricRunner(called, host).measure(point, context);
        }
        TimeLimit limit = new TimeLimit(timeoutSeconds, host);
        LossSurface stopped = MeteredSurface.of(point.surface(), new Watch(Evaluations.uncounted(), limit::check));
        PointContext context =
                new PointContext(own.stoppedBy(limit::check), called.origin().plugin(), memos);
        return limit.call(
                "measure " + called.ref().type(),
                () -> new MetricRunner(called, host).measure(new Minimum(stopped, point.theta()), context),
                memos::leave);
    }

    /** The minimum taken through a chain. */
    Transformed point(List<PlannedLink> links) {
        return points.get(
                chain(links),
                () -> links.isEmpty()
                        ? new Transformed(minimum(), Optional.empty())
                        : Chains.apply(minimum(), links, id(), host));
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
}
