package io.flatness.transforms;

import io.flatness.spi.linalg.SymmetricEigen;

/**
 * u = (x − mean) Σ^(−1/2), the symmetric whitening, with small eigenvalues of Σ lifted.
 *
 * @param roots square roots of the eigenvalues of Σ, lifted
 */
record WhitenedInput(double[] mean, SymmetricEigen covariance, double[] roots) implements Representation {
    static WhitenedInput of(double[] mean, SymmetricEigen covariance, double floor) {
        double[] roots = new double[mean.length];
        for (int k = 0; k < roots.length; k++) {
            roots[k] = Math.sqrt(
                    Math.max(covariance.values()[k], floor * covariance.values()[0]));
        }
        return new WhitenedInput(mean, covariance, roots);
    }

    @Override
    public void encode(double[] v, double[] into) {
        multiply(v, into, true);
    }

    @Override
    public void decode(double[] v, double[] into) {
        multiply(v, into, false);
    }

    private void multiply(double[] v, double[] into, boolean divide) {
        double[] sum = new double[v.length];
        for (int k = 0; k < roots.length; k++) {
            double[] axis = covariance.vectors()[k];
            double along = 0;
            for (int j = 0; j < v.length; j++) {
                along += axis[j] * v[j];
            }
            along = divide ? along / roots[k] : along * roots[k];
            for (int j = 0; j < v.length; j++) {
                sum[j] += along * axis[j];
            }
        }
        System.arraycopy(sum, 0, into, 0, sum.length);
    }

    @Override
    public double logAbsDeterminant() {
        double sum = 0;
        for (double root : roots) {
            sum -= Math.log(root);
        }
        return sum;
    }
}
