package io.flatness.spi.loss;

/** A smooth bijection of ℝⁿ. Immutable and thread-safe. */
public interface Bijection extends SmoothMap {
    @Override
    default int imageDimension() {
        return dimension();
    }

    /** g⁻¹(y), to relative error 1e-13. */
    double[] inverse(double[] y);

    /** J⁻¹ v at x. */
    double[] inversePushForward(double[] x, double[] v);

    /** J⁻ᵀ w at x. */
    double[] inversePullBack(double[] x, double[] w);

    /** log |det J| at x. */
    double logAbsDeterminant(double[] x);
}
