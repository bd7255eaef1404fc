package io.flatness.core.plugin;

import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.Map;
import java.util.Optional;

/** A plugin's problem: what it says of itself is asked once, when it is opened. */
record GuardedProblem(
        Problem problem, PluginCode code, Minimum initial, Optional<EmpiricalRisk> test, Map<String, Object> facts)
        implements Problem {
    static Problem of(Problem problem, PluginCode code) {
        Minimum initial = problem.initial();
        Minimum own = new Minimum(initial.surface(), initial.theta().clone());
        return new GuardedProblem(problem, code, own, problem.test(), problem.facts());
    }

    @Override
    public Solution solve(ProblemContext context) {
        Solution solution = code.call(() -> problem.solve(context));
        Minimum minimum = solution.minimum();
        return new Solution(new Minimum(minimum.surface(), minimum.theta().clone()), solution.training());
    }
}
