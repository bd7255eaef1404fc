package io.flatness.spi.loss;

/** A capability: derivatives sample by sample. */
public interface SampleGradients {
    /** The gradient of sample {@code index}'s loss with respect to θ, length n. */
    double[] sampleGradient(double[] theta, int index);

    /** ‖∇_θ ℓᵢ‖₂ of every sample, length N. */
    double[] sampleGradientNorms(double[] theta);

    /** ∂ℓᵢ/∂xᵢ of every sample, row-major N × input size. */
    double[] inputGradients(double[] theta);

    /** ‖∂f/∂x‖_F of every sample, length N. */
    double[] inputJacobianNorms(double[] theta);
}
