package io.flatness.spi.loss;

import java.util.OptionalDouble;

/** A loss averaged (or summed) over samples. */
public interface EmpiricalRisk extends LossSurface {
    /** Number N of samples. */
    int sampleCount();

    /** Number C of outputs per sample. */
    int outputCount();

    /** The same loss on some of the samples, in the given order, averaged over them. */
    EmpiricalRisk restrictedTo(int[] samples);

    /** Outputs f_θ(x) before the loss, row-major N×C, in float64. */
    double[] outputs(double[] theta);

    /** The loss of each sample, length N; their mean is the unregularized loss under mean reduction. */
    double[] sampleLosses(double[] theta);

    /** Fraction of samples whose label is predicted; empty for a loss without labels. */
    OptionalDouble accuracy(double[] theta);
}
