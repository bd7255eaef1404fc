package io.flatness.spi.loss;

/** A change of the inputs' representation, sample by sample (Section 5.2). Pure and thread-safe. */
public interface InputMap {
    /** into := ξ(x); both have the length of an input sample and are different arrays. */
    void apply(double[] x, double[] into);

    /** into := (∂ξ/∂x)ᵀ w at x. */
    void pullBack(double[] x, double[] w, double[] into);
}
