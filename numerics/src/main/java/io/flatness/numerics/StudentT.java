package io.flatness.numerics;

import org.apache.commons.statistics.distribution.TDistribution;

/** The 97.5 % quantile of Student's t: half the width of a 95 % interval in standard errors. */
final class StudentT {
    /** The same for the normal distribution. */
    static final double NORMAL = 1.959963984540054;

    private StudentT() {}

    /** The quantile for one or more degrees of freedom. */
    static double quantile(int degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(0.025);
    }
}
