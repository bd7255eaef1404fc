package io.flatness.spi.loss;

/** A capability: products with the Jacobian of all outputs, rows in the order of {@link EmpiricalRisk#outputs}. */
public interface JacobianProducts {
    /** J v, length N·C. */
    double[] jacobianVector(double[] theta, double[] v);

    /** Jᵀ w, length n, for w of length N·C. */
    double[] vectorJacobian(double[] theta, double[] w);
}
