package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.Canonical;
import io.flatness.spi.MetricRef;
import io.flatness.spi.TransformStep;
import java.util.List;
import java.util.Map;

/**
 * A piece of a run as data. With the experiment it is all that a {@link TaskRunner} needs, here or in another process, and its
 * result is JSON that depends on nothing else.
 */
public sealed interface Task {
    /** Its identity within a run: two tasks with one key have one result. */
    String key();

    /** The task as JSON, read back by {@link TaskJson}. */
    default ObjectNode json() {
        return TaskJson.of(this);
    }

    /** What the results say of a problem. */
    record Describe(String problem) implements Task {
        @Override
        public String key() {
            return "problem " + problem;
        }
    }

    /** The point that a problem is measured at: its training. */
    record Solve(String problem) implements Task {
        @Override
        public String key() {
            return "solve " + problem;
        }
    }

    /** Loss, gradient and the like at a point, or why it is refused. */
    record Diagnose(String problem, List<TransformStep> chain) implements Task {
        /** Copies the chain. */
        public Diagnose {
            chain = List.copyOf(chain);
        }

        @Override
        public String key() {
            return "point " + problem + " " + Canonical.chain(chain);
        }
    }

    /** How well the function survived a chain. */
    record Preserve(String problem, List<TransformStep> chain) implements Task {
        /** Copies the chain. */
        public Preserve {
            chain = List.copyOf(chain);
        }

        @Override
        public String key() {
            return "preservation " + problem + " " + Canonical.chain(chain);
        }
    }

    /** One measurement; the metric's id does not matter. */
    record Measure(String problem, List<TransformStep> chain, MetricRef metric) implements Task {
        /** Copies the chain. */
        public Measure {
            chain = List.copyOf(chain);
        }

        @Override
        public String key() {
            return "measure " + problem + " " + Canonical.chain(chain) + " " + Canonical.metric(metric);
        }
    }

    /**
     * The answer of an analysis.
     *
     * @param type its type
     * @param parameters its resolved parameters
     * @param problems ids of the problems that it is about
     */
    record Analyse(String type, Map<String, Object> parameters, List<String> problems) implements Task {
        /** Copies the problems. */
        public Analyse {
            problems = List.copyOf(problems);
        }

        @Override
        public String key() {
            return "analysis " + type + " " + Canonical.json(parameters) + " " + Canonical.json(problems);
        }
    }

    /**
     * A piece of an analysis that is kept by itself.
     *
     * @param analysis the analysis
     * @param piece what tells it apart from its other pieces
     */
    record Piece(Analyse analysis, String piece) implements Task {
        @Override
        public String key() {
            return "piece " + analysis.key() + " " + piece;
        }
    }
}
