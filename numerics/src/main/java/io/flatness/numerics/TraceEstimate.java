package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;

/**
 * An estimated trace, in all and per part of the vector.
 *
 * @param value the estimate
 * @param standardError such that value ± 1.96 standard errors is a 95 % interval, also for few probes
 * @param exact whether it is no estimate at all: the tolerance asked for more probes than there are dimensions, so that the
 *     diagonal itself was cheaper
 * @param converged whether the tolerance was reached; true when a number of probes was asked for
 * @param probes number of probe vectors
 * @param products products with the operator
 * @param parts estimate for each part
 * @param partErrors their standard errors
 */
public record TraceEstimate(
        double value,
        double standardError,
        boolean exact,
        boolean converged,
        int probes,
        int products,
        double[] parts,
        double[] partErrors) {
    /** The estimate from independent samples beside exact parts. */
    static TraceEstimate of(
            Sample total,
            double exact,
            Sample[] samples,
            double[] exactParts,
            boolean converged,
            int probes,
            int products) {
        double[] values = new double[samples.length];
        double[] errors = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            values[i] = exactParts[i] + samples[i].mean();
            errors[i] = samples[i].standardError();
        }
        return new TraceEstimate(
                exact + total.mean(), total.standardError(), false, converged, probes, products, values, errors);
    }

    /** The trace of the operator itself, by n products, beside exact parts. */
    static TraceEstimate diagonal(
            SymmetricOperator operator, Parts parts, double exact, double[] exactParts, int probes, int products) {
        int n = operator.dimension();
        double[] values = exactParts.clone();
        double[] unit = new double[n];
        double[] image = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            unit[i] = 1;
            operator.apply(unit, image);
            if (!Double.isFinite(image[i])) {
                throw new ArithmeticException("a product with the operator is not finite");
            }
            sum += image[i];
            values[parts.of(i)] += image[i];
            unit[i] = 0;
        }
        return new TraceEstimate(exact + sum, 0, true, true, probes, products + n, values, new double[values.length]);
    }
}
