package io.flatness.numerics;

/** Tail and quantiles of the standard normal distribution, to relative error 1e-13. */
public final class NormalDistribution {
    private static final org.apache.commons.statistics.distribution.NormalDistribution STANDARD =
            org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1);

    private NormalDistribution() {}

    /** P(Z &gt; z). */
    public static double upperTail(double z) {
        return STANDARD.survivalProbability(z);
    }

    /**
     * z with P(Z &gt; z) = probability.
     *
     * @param probability in ]0, 1[
     */
    public static double upperQuantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability is " + probability + "; it must lie in ]0, 1[");
        }
        return STANDARD.inverseSurvivalProbability(probability);
    }
}
