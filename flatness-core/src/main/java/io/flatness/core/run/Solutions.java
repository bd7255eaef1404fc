package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.spi.Problem;
import io.flatness.spi.loss.Minimum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trains a problem once, and keeps what was trained with the results of tasks. */
final class Solutions {
    private static final String THETA = "theta";
    private static final String TRAIN = "train";

    private final PlannedProblem problem;
    private final Tasks tasks;
    private final TaskExecutor executor;
    private @Nullable Minimum solved;

    Solutions(PlannedProblem problem, Tasks tasks, TaskExecutor executor) {
        this.problem = problem;
        this.tasks = tasks;
        this.executor = executor;
    }

    /** The point to be measured. */
    synchronized Minimum minimum() {
        ObjectNode json = tasks.result(new Task.Solve(problem.id()), executor);
        if (solved == null && json.has(THETA)) {
            solved = new Minimum(problem.problem().initial().surface(), theta(json.get(THETA)));
        }
        if (solved == null) {
            solve();
        }
        return java.util.Objects.requireNonNull(solved, "solved above");
    }

    /** Solves the problem; the result holds the trained point unless it stands on a surface of its own. */
    synchronized ObjectNode solve() {
        Problem.Solution solution = problem.problem().solve(problem.context());
        solved = solution.minimum();
        ObjectNode json = Json.object();
        // A point on another surface cannot be told by its numbers: a resumed run solves again.
        boolean sameSurface =
                solution.minimum().surface() == problem.problem().initial().surface();
        if (!solution.training().isEmpty()) {
            json.set(TRAIN, Json.any(solution.training(), "the training of problem " + problem.id()));
            if (sameSurface) {
                json.put(THETA, text(solution.minimum().theta()));
            }
        }
        return json;
    }

    /** What the results say of the training. */
    static Optional<JsonNode> training(String problem, Tasks tasks) {
        return tasks.find(new Task.Solve(problem)).map(json -> json.get(TRAIN));
    }

    private static String text(double[] theta) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(theta.length, Double.BYTES));
        bytes.asDoubleBuffer().put(theta);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static double[] theta(JsonNode text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.binaryValue());
            double[] theta = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(theta);
            return theta;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal holds damaged weights", e);
        }
    }
}
