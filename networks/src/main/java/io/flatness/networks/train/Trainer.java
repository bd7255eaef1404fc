package io.flatness.networks.train;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Trains a network; the same seed gives the same bits for any number of threads. */
public final class Trainer {
    private final TrainParameters parameters;
    private final boolean saturable;
    private final ProblemContext context;

    /**
     * A trainer for one problem.
     *
     * @param saturable whether the loss has no minimum where all labels can be predicted: that of classes without noise
     *     or penalty
     */
    public Trainer(TrainParameters parameters, boolean saturable, ProblemContext context) {
        this.parameters = parameters;
        this.saturable = saturable;
        this.context = context;
    }

    /**
     * Trains from a start.
     *
     * @param start not modified
     * @throws InvalidParameterException when the loss overflows on the way
     */
    public Problem.Solution train(NetworkLoss surface, double[] start) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("optimizer", parameters.optimizer().name().toLowerCase(Locale.ROOT));
        facts.put("epochs", parameters.epochs());
        facts.put("batchSize", parameters.batchSize());
        facts.put("learningRate", parameters.stepSize());
        facts.put("initialLoss", surface.value(start));
        double[] theta = start.clone();
        descend(surface, theta);
        double loss = surface.value(theta);
        if (!Double.isFinite(loss)) {
            throw new InvalidParameterException(
                    "train.learningRate",
                    "training diverged: the loss is " + loss + " after " + parameters.epochs()
                            + " epochs; use a smaller learningRate than " + parameters.stepSize());
        }
        facts.put("loss", loss);
        TrainParameters.Polish polish = parameters.polish();
        if (polish != null) {
            Polisher.Result result = new Polisher(polish, saturable, context).polish(surface, theta);
            theta = result.theta();
            facts.put("status", result.status());
            facts.put("polish", result.facts());
            facts.put("loss", surface.value(theta));
        }
        return new Problem.Solution(new Minimum(surface, theta), facts);
    }

    private void descend(EmpiricalRisk surface, double[] theta) {
        RandomGenerator random = context.random("batches");
        MiniBatch rule = MiniBatch.of(parameters, theta.length);
        int samples = surface.sampleCount();
        int size = Math.min(parameters.batchSize(), samples);
        int[] order = new int[samples];
        Arrays.setAll(order, i -> i);
        double[] gradient = new double[theta.length];
        for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
            context.checkCancelled();
            context.progress((double) epoch / parameters.epochs(), "training");
            shuffle(order, random);
            for (int from = 0; from < samples; from += size) {
                int[] batch = Arrays.copyOfRange(order, from, Math.min(from + size, samples));
                surface.restrictedTo(batch).valueAndGradient(theta, gradient);
                rule.step(theta, gradient);
            }
        }
    }

    private static void shuffle(int[] order, RandomGenerator random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
    }
}
