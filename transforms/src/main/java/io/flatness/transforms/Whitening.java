package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.RefusedException;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;

/** θ = |M|^(−1/2) η with M the Hessian or the Fisher information at the minimum: M becomes the identity up to signs. */
record Whitening(LinearParameters.Whiten whiten, double floor) implements CoordinateChange.Coordinates {
    private static final int LARGEST = 2000;

    @Override
    public Bijection at(Minimum minimum, Context context) {
        int n = minimum.theta().length;
        if (n > LARGEST) {
            throw new RefusedException("whitening builds a dense matrix of " + n + " × " + n + "; at most " + LARGEST
                    + " parameters are allowed");
        }
        SymmetricEigen eigen = context.linearAlgebra().eigen(dense(operator(minimum), n, context), n);
        double largest = 0;
        for (double value : eigen.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0) {
            throw new RefusedException("whitening needs curvature, and there is none at this point");
        }
        double[] root = new double[n * n];
        for (int k = 0; k < n; k++) {
            double[] vector = eigen.vectors()[k];
            double weight = 1 / Math.sqrt(Math.max(Math.abs(eigen.values()[k]), floor * largest));
            for (int i = 0; i < n; i++) {
                double scaled = weight * vector[i];
                for (int j = 0; j < n; j++) {
                    root[i * n + j] += scaled * vector[j];
                }
            }
        }
        return new LinearMap(root, n, context.linearAlgebra());
    }

    private SymmetricOperator operator(Minimum minimum) {
        if (whiten == LinearParameters.Whiten.HESSIAN) {
            return minimum.surface().hessianAt(minimum.theta());
        }
        return minimum.surface()
                .as(GaussNewton.class)
                .orElseThrow(
                        () -> new RefusedException("whiten: fisher needs a loss that knows its Fisher information"))
                .fisherAt(minimum.theta());
    }

    private static double[] dense(SymmetricOperator operator, int n, Context context) {
        double[] matrix = new double[n * n];
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            context.checkCancelled();
            double[] basis = new double[n];
            basis[j] = 1;
            operator.apply(basis, column);
            System.arraycopy(column, 0, matrix, j * n, n);
        }
        return matrix;
    }

    @Override
    public void check(int dimension) {}
}
