package io.flatness.metrics.hessian;

/** D H D for a diagonal D. */
final class ScaledMatrix {
    private ScaledMatrix() {}

    /**
     * Divides entry (i, j) by factorsᵢ · factorsⱼ.
     *
     * @param matrix row-major n×n; not modified
     */
    static double[] of(double[] matrix, double[] factors) {
        int n = factors.length;
        double[] scaled = new double[matrix.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = matrix[i * n + j] / factors[i] / factors[j];
            }
        }
        return scaled;
    }
}
