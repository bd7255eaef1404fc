package io.flatness.spi.loss;

/** A capability: how far a network is from the points where its loss has no derivative. */
public interface Kinks {
    /** Looks at every pre-activation of every sample, and at the gaps of max-pooling and maxout. */
    Report kinks(double[] theta);

    /**
     * What was seen.
     *
     * @param margin the smallest |pre-activation| or gap; units whose input is all zero without bias are left out; +∞
     *     for a smooth network
     * @param pairs number of (sample, unit) pairs looked at
     * @param close how many lie within {@link #CLOSE} of a kink
     */
    record Report(double margin, long pairs, long close) {
        /** The distance within which a pair counts as close. */
        public static final double CLOSE = 1e-8;
    }
}
