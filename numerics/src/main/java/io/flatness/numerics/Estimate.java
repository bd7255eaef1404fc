package io.flatness.numerics;

/**
 * An estimated number.
 *
 * @param value the estimate
 * @param standardError such that value ± 1.96 standard errors is a 95 % interval, also for few probes; 0 when exact
 * @param converged whether the tolerance was reached; true when a number of probes was asked for
 * @param exact whether it is no estimate at all
 * @param products products with the operator
 */
public record Estimate(double value, double standardError, boolean converged, boolean exact, int products) {
    /** The mean of independent numbers with its error. */
    public static Estimate mean(double[] values, int products) {
        Sample sample = new Sample();
        for (double value : values) {
            sample.add(value);
        }
        return new Estimate(sample.mean(), sample.standardError(), true, false, products);
    }
}
