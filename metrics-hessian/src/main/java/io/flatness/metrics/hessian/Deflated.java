package io.flatness.metrics.hessian;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.List;

/** P A P with P the projection orthogonal to some eigenvectors of A. */
record Deflated(SymmetricOperator operator, List<double[]> vectors, LinearAlgebra algebra)
        implements SymmetricOperator {
    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void apply(double[] x, double[] into) {
        operator.apply(project(x, vectors, algebra), into);
        System.arraycopy(project(into, vectors, algebra), 0, into, 0, into.length);
    }

    /** x without its part along the vectors, as a new array. */
    static double[] project(double[] x, List<double[]> vectors, LinearAlgebra algebra) {
        double[] rest = x.clone();
        for (double[] vector : vectors) {
            algebra.axpy(-algebra.dot(vector, rest), vector, rest);
        }
        return rest;
    }
}
