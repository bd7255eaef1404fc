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

/** Trains problems, and keeps what was trained in the journal. */
final class Solutions {
    private static final String THETA = "theta";
    private static final String TRAIN = "train";

    private Solutions() {}

    static Minimum solve(PlannedProblem problem, TaskStore tasks) {
        Optional<ObjectNode> earlier = tasks.find(key(problem)).filter(json -> json.has(THETA));
        if (earlier.isPresent()) {
            return new Minimum(
                    problem.problem().initial().surface(), theta(earlier.get().get(THETA)));
        }
        Minimum[] found = new Minimum[1];
        tasks.compute(key(problem), () -> {
            Problem.Solution solution = problem.problem().solve(problem.context());
            found[0] = solution.minimum();
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
        });
        return found[0] != null
                ? found[0]
                : problem.problem().solve(problem.context()).minimum();
    }

    static Optional<JsonNode> training(PlannedProblem problem, TaskStore tasks) {
        return tasks.find(key(problem)).map(json -> json.get(TRAIN));
    }

    private static String key(PlannedProblem problem) {
        return "solve " + problem.id();
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
