package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/**
 * An estimated diagonal: the mean of z∘(Az) over vectors of signs, one product a probe.
 *
 * <p>Unbiased; the variance of entry i is Σ_{j≠i} a²_ij / probes. Source: Bekas, Kokiopoulou and Saad (2007), Appl. Numer.
 * Math. 57.
 *
 * @param values the entries
 * @param standardErrors their standard errors
 * @param products products used
 */
public record DiagonalEstimate(double[] values, double[] standardErrors, int products) {
    /** Estimates the diagonal with so many probes, at least 2. */
    public static DiagonalEstimate of(SymmetricOperator operator, int probes, RandomGenerator random) {
        int n = operator.dimension();
        double[] mean = new double[n];
        double[] squares = new double[n];
        double[] image = new double[n];
        double unit = 0;
        for (int probe = 1; probe <= probes; probe++) {
            double[] z = Hutchinson.rademacher(n, random);
            operator.apply(z, image);
            double norm = Vectors.norm(image);
            if (!Double.isFinite(norm)) {
                throw new ArithmeticException("a product with the operator is not finite");
            }
            // In the unit of the first image, so that no square overflows.
            unit = unit == 0 ? norm : unit;
            for (int i = 0; i < n && unit > 0; i++) {
                double entry = z[i] * (image[i] / unit);
                double delta = entry - mean[i];
                mean[i] += delta / probe;
                squares[i] += delta * (entry - mean[i]);
            }
        }
        double factor = StudentT.quantile(probes - 1) / StudentT.NORMAL;
        double[] errors = new double[n];
        for (int i = 0; i < n; i++) {
            errors[i] = unit * factor * Math.sqrt(squares[i] / (probes - 1) / probes);
            mean[i] *= unit;
        }
        return new DiagonalEstimate(mean, errors, probes);
    }
}
