package io.flatness.metrics.volume;

import io.flatness.numerics.Chains;
import io.flatness.numerics.HamiltonianChain;
import io.flatness.numerics.Objective;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The local learning coefficient λ̂ = nβ (E[L(w)] − L(θ)) under the density ∝ exp(−nβ L(w) − ½ γ ‖w − θ‖²).
 *
 * <p>By independent chains of Hamiltonian Monte Carlo from θ, which needs no step size of the user's and has no bias of
 * discretization, in coordinates in which the quadratic model is round. Source: Lau et al. (2023), The local learning coefficient; Watanabe (2013), J. Mach. Learn. Res. 14.
 */
final class LocalLearningCoefficient implements Metric {
    private static final int CHAINS = 8;
    /** Loss-equivalent cost of a path: 8.5 gradients on average. */
    private static final int COST = 26;

    private static final double FIRST_STEP = 0.3;
    private static final double LARGEST_RHAT = 1.05;
    private static final int LEAST_EFFECTIVE = 200;
    private static final double LEAST_ACCEPTANCE = 0.5;

    private final LocalLearningCoefficientParameters parameters;

    LocalLearningCoefficient(LocalLearningCoefficientParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<EmpiricalRisk> risk = minimum.surface().as(EmpiricalRisk.class);
        Double given = parameters.beta();
        if (given == null && (risk.isEmpty() || risk.get().sampleCount() < 3)) {
            return Measurement.notApplicable(
                    "without samples the loss has no temperature of its own: give beta, by which it is multiplied");
        }
        double samples = risk.map(EmpiricalRisk::sampleCount).orElse(0);
        double beta = given != null ? given : samples / Math.log(samples);
        double loss = minimum.surface().value(minimum.theta());
        if (!Double.isFinite(loss)) {
            throw new MeasurementException(
                    "the loss at the point is " + loss + "; the coefficient needs a finite loss");
        }
        int paths = (int) Math.max(40, parameters.budget() / COST / CHAINS);
        int warm = paths / 4;
        double[][] rises = new double[CHAINS][paths - warm];
        double[][] distances = new double[CHAINS][paths - warm];
        double[] acceptance = new double[CHAINS];
        long[] gradients = new long[CHAINS];
        double gamma = parameters.gamma();
        Preconditioner map = Spectrum.windowed(minimum, beta, gamma, context);
        context.parallel().forEach(CHAINS, (worker, k) -> {
            HamiltonianChain chain = new HamiltonianChain(
                    potential(minimum, map, beta, loss),
                    new double[minimum.theta().length],
                    FIRST_STEP,
                    context.random("chain-" + k));
            chain.warmUp(warm);
            for (int draw = 0; draw < paths - warm; draw++) {
                context.checkCancelled();
                chain.next();
                double square = square(map.apply(chain.point()));
                distances[k][draw] = square;
                rises[k][draw] = chain.potential() - 0.5 * gamma * square;
            }
            acceptance[k] = chain.acceptance();
            gradients[k] = chain.gradients();
        });
        return judged(rises, distances, Arrays.stream(acceptance).min().orElse(0))
                .with("beta", beta)
                .with("gamma", gamma)
                .with("chains", CHAINS)
                .with("draws", CHAINS * (paths - warm))
                .with(
                        "evaluations",
                        SublevelSet.GRADIENT_COST * Arrays.stream(gradients).sum());
    }

    private static Measurement judged(double[][] rises, double[][] distances, double acceptance) {
        Chains rise = Chains.of(rises);
        Chains distance = Chains.of(distances);
        double rhat = Math.max(rise.splitRhat(), distance.splitRhat());
        double effective = Math.min(rise.effectiveSampleSize(), distance.effectiveSampleSize());
        List<String> doubts = new ArrayList<>();
        if (!(rhat <= LARGEST_RHAT)) {
            doubts.add(String.format(
                    Locale.ROOT, "the chains disagree (split R-hat %.3f, above %.2f)", rhat, LARGEST_RHAT));
        }
        if (effective < LEAST_EFFECTIVE) {
            doubts.add(String.format(
                    Locale.ROOT, "%.0f effective samples, fewer than %d: raise budget", effective, LEAST_EFFECTIVE));
        }
        if (acceptance < LEAST_ACCEPTANCE) {
            doubts.add(String.format(
                    Locale.ROOT,
                    "a chain accepts only %.2f of its paths, fewer than %.1f",
                    acceptance,
                    LEAST_ACCEPTANCE));
        }
        Measurement measured = new Verdict(rise.mean(), rise.standardError(), doubts).measurement("");
        return (doubts.isEmpty() ? Measurement.estimate(rise.mean(), rise.standardError()) : measured)
                .with("splitRhat", rhat)
                .with("effectiveSampleSize", effective)
                .with("acceptance", acceptance);
    }

    /** nβ (L − L(θ)) + ½ γ ‖w − θ‖² at w = θ + P y. */
    private Objective potential(Minimum minimum, Preconditioner map, double beta, double loss) {
        double gamma = parameters.gamma();
        double[] theta = minimum.theta();
        return (y, gradient) -> {
            double[] offset = map.apply(y);
            double[] w = theta.clone();
            for (int i = 0; i < w.length; i++) {
                w[i] += offset[i];
            }
            double[] slope = new double[w.length];
            double value = minimum.surface().valueAndGradient(w, slope);
            for (int i = 0; i < slope.length; i++) {
                slope[i] = beta * slope[i] + gamma * offset[i];
            }
            System.arraycopy(map.applyTransposed(slope), 0, gradient, 0, gradient.length);
            return Double.isNaN(value)
                    ? Double.POSITIVE_INFINITY
                    : beta * (value - loss) + 0.5 * gamma * square(offset);
        };
    }

    private static double square(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
