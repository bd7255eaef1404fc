package io.flatness.transforms;

import io.flatness.spi.loss.InputMap;

/** A linear representation of the inputs, u = (x − mean) A with a symmetric invertible A (Section 5.2). */
interface Representation extends InputMap {
    /** The mean that is subtracted, one number per feature. */
    double[] mean();

    /** into := v A. */
    void encode(double[] v, double[] into);

    /** into := v A⁻¹. */
    void decode(double[] v, double[] into);

    /** log |det A|. */
    double logAbsDeterminant();

    @Override
    default void apply(double[] x, double[] into) {
        double[] centered = x.clone();
        double[] mean = mean();
        for (int j = 0; j < centered.length; j++) {
            centered[j] -= mean[j];
        }
        encode(centered, into);
    }

    @Override
    default void pullBack(double[] x, double[] w, double[] into) {
        encode(w, into);
    }
}
