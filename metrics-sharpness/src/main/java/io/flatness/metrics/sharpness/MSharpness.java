package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * m-sharpness: the mean over groups S of m samples of max over ‖d‖₂ ≤ ρ of L_S(θ + d) − L_S(θ), each group with a d of its
 * own; the rise itself, not divided by 1 + L.
 *
 * <p>The groups are drawn without replacement from the seed. Each maximum is one from below; where the groups are not all
 * there are, their mean has the standard error of the drawing. Source: Foret, Kleiner, Mobahi, Neyshabur (2021), ICLR.
 */
final class MSharpness implements Metric {
    private static final double FOOT = 0x1p-7;

    private final MSharpnessParameters parameters;

    MSharpness(MSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<EmpiricalRisk> seen = minimum.surface().as(EmpiricalRisk.class);
        if (seen.isEmpty()) {
            return Measurement.notApplicable("m-sharpness needs a loss over samples");
        }
        EmpiricalRisk risk = seen.get();
        int samples = risk.sampleCount();
        int m = Math.min(parameters.m(), samples);
        int all = samples / m;
        int count = Math.min(parameters.groups(), all);
        int[] order = order(samples, context.commonRandom("sharpness/groups-" + samples));
        double[] rises = new double[count];
        double evaluations = 0;
        boolean converged = true;
        for (int g = 0; g < count; g++) {
            context.progress((double) g / count, "groups");
            int[] group = Arrays.copyOfRange(order, g * m, (g + 1) * m);
            Arrays.sort(group);
            Node node = largest(new Minimum(risk.restrictedTo(group), minimum.theta()), g, context);
            rises[g] = node.value();
            evaluations += node.evaluations() * m / samples;
            converged &= node.converged();
        }
        double mean = Arrays.stream(rises).sum() / count;
        Measurement measured = count * m == samples
                ? Measurement.lowerBound(mean)
                : Measurement.estimate(mean, error(rises, mean, (double) count * m / samples));
        return measured.converged(converged).with("m", m).with("groups", rises).with("evaluations", (long)
                Math.ceil(evaluations));
    }

    private Node largest(Minimum group, int number, MetricContext context) {
        Scope.Part part = parameters.scope().of(group.surface().layout());
        double[] ones = new double[part.size()];
        Arrays.fill(ones, 1);
        String name = "group " + number + " of " + parameters.m() + " "
                + parameters.scope().key();
        Expedition expedition = new Expedition(
                new Terrain(group, Chart.diagonal(part, ones), Norm.L2), name, neighbourhood -> List.of(), context);
        return new Ladder(expedition, FOOT, name, parameters.effort(), context).at(parameters.rho());
    }

    /** The samples in random order. */
    static int[] order(int samples, RandomGenerator random) {
        int[] order = new int[samples];
        for (int i = 0; i < samples; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Of the mean of groups drawn without replacement: what all of them together would not have. */
    private static double error(double[] rises, double mean, double drawn) {
        if (rises.length < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double squares = 0;
        for (double rise : rises) {
            squares += (rise - mean) * (rise - mean);
        }
        return Math.sqrt(squares / (rises.length - 1) / rises.length * Math.max(0, 1 - drawn));
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.scope().blocks() == null
                ? Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT)
                : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
