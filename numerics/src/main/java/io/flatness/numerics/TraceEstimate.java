package io.flatness.numerics;

/**
 * An estimated trace, in all and per part of the vector.
 *
 * @param value the estimate
 * @param standardError such that value ± 1.96 standard errors is a 95 % interval, also for few probes
 * @param converged whether the tolerance was reached; true when a number of probes was asked for
 * @param probes number of probe vectors
 * @param products products with the operator
 * @param parts estimate for each part
 * @param partErrors their standard errors
 */
public record TraceEstimate(
        double value,
        double standardError,
        boolean converged,
        int probes,
        int products,
        double[] parts,
        double[] partErrors) {}
