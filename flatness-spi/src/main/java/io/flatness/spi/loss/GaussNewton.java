package io.flatness.spi.loss;

/** A capability: positive semidefinite relatives of the Hessian. */
public interface GaussNewton {
    /** G = Σ Jᵢᵀ (∂²ℓ/∂f²) Jᵢ, averaged like the loss; a penalty ½ λ ‖θ‖² adds its own Hessian λ I. */
    SymmetricOperator gaussNewtonAt(double[] theta);

    /**
     * The Fisher information of the model's own predictive distribution: equals G without a penalty for cross-entropy
     * and logistic loss, and for squared error taken as a unit-variance Gaussian.
     */
    SymmetricOperator fisherAt(double[] theta);

    /** F_emp = mean of gᵢ gᵢᵀ over samples, with gᵢ the gradient of sample i's loss. */
    SymmetricOperator empiricalFisherAt(double[] theta);
}
