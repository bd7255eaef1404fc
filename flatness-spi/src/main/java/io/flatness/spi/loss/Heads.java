package io.flatness.spi.loss;

/**
 * How an attention divides the units that it reads.
 *
 * <p>Head h reads the h-th of {@code heads} equal runs of units of the queries, its first input, and the run h / (heads /
 * groups) of {@code groups} equal runs of the keys and values, its second and third.
 *
 * @param heads number of heads of queries, positive
 * @param groups number of heads of keys and values, a divisor of {@code heads}
 */
public record Heads(int heads, int groups) {
    /** Checks that the groups divide the heads. */
    public Heads {
        if (groups < 1 || heads < groups || heads % groups != 0) {
            throw new IllegalArgumentException(
                    heads + " heads cannot share " + groups + " heads of keys and values: these have to divide them");
        }
    }
}
