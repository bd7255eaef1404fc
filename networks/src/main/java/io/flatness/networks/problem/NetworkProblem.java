package io.flatness.networks.problem;

import io.flatness.networks.train.TrainParameters;
import io.flatness.networks.train.Trainer;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network on its data, trained when asked for. */
final class NetworkProblem implements Problem {
    private final Minimum initial;
    private final NetworkLoss trainable;
    private final @Nullable EmpiricalRisk test;
    private final @Nullable TrainParameters train;
    private final boolean saturable;
    private final Map<String, Object> facts;
    private final long dataBytes;

    /**
     * A problem.
     *
     * @param initial the point to start from, on the surface that is measured
     * @param trainable the same surface as training sees it, which steps over kinks
     */
    NetworkProblem(
            Minimum initial,
            NetworkLoss trainable,
            @Nullable EmpiricalRisk test,
            @Nullable TrainParameters train,
            boolean saturable,
            Map<String, Object> facts,
            long dataBytes) {
        this.initial = initial;
        this.trainable = trainable;
        this.test = test;
        this.train = train;
        this.saturable = saturable;
        this.facts = facts;
        this.dataBytes = dataBytes;
    }

    @Override
    public Minimum initial() {
        return initial;
    }

    @Override
    public Solution solve(ProblemContext context) {
        if (train == null) {
            return new Solution(initial, Map.of());
        }
        Solution trained = new Trainer(train, saturable, context).train(trainable, initial.theta());
        return new Solution(new Minimum(initial.surface(), trained.minimum().theta()), trained.training());
    }

    @Override
    public Optional<EmpiricalRisk> test() {
        return Optional.ofNullable(test);
    }

    @Override
    public long dataBytes() {
        return dataBytes;
    }

    @Override
    public Map<String, Object> facts() {
        return facts;
    }
}
