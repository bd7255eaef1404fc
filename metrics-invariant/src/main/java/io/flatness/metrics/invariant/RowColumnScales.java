package io.flatness.metrics.invariant;

import io.flatness.spi.loss.Affine;
import java.util.Arrays;

/** The minimum over s, t &gt; 0 of Σ_ij h_ij (s_i t_j)² + w_ij² / (s_i t_j)², with rows and columns the units of a layer. */
final class RowColumnScales {
    private static final int MAX_ROUNDS = 100_000;
    private static final double BALANCED = 1e-13;

    private final int rows;
    private final int columns;
    private final double[] curvature;
    private final double[] weight;
    private boolean converged;

    private RowColumnScales(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.curvature = new double[rows * columns];
        this.weight = new double[rows * columns];
    }

    static RowColumnScales of(Affine layer, double[] theta, double[] diagonal) {
        RowColumnScales scales = new RowColumnScales(layer.inputUnits(), layer.outputUnits());
        for (int k = 0; k < layer.weight().size(); k++) {
            int position = layer.weight().offset() + k;
            int at = layer.inputUnit(k) * scales.columns + layer.outputUnit(k);
            scales.curvature[at] += diagonal[position];
            scales.weight[at] += theta[position] * theta[position];
        }
        return scales;
    }

    boolean converged() {
        return converged;
    }

    double minimize() {
        dropOneSided();
        // a = s², b = t²; each sweep makes both sums of a row, then of a column, equal
        double[] a = new double[rows];
        double[] b = new double[columns];
        Arrays.fill(a, 1);
        Arrays.fill(b, 1);
        for (int round = 0; round < MAX_ROUNDS && !converged; round++) {
            double worst = 0;
            for (int i = 0; i < rows; i++) {
                worst = Math.max(worst, balanceRow(a, b, i));
            }
            for (int j = 0; j < columns; j++) {
                balanceColumn(a, b, j);
            }
            converged = worst <= BALANCED;
        }
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = i * columns + j;
                sum += curvature[at] * a[i] * b[j] + weight[at] / (a[i] * b[j]);
            }
        }
        return sum;
    }

    private double balanceRow(double[] a, double[] b, int i) {
        double up = 0;
        double down = 0;
        for (int j = 0; j < columns; j++) {
            up += curvature[i * columns + j] * b[j];
            down += weight[i * columns + j] / b[j];
        }
        if (up == 0 || down == 0) {
            return 0;
        }
        double before = a[i];
        a[i] = Math.sqrt(down / up);
        return Math.abs(a[i] - before) / a[i];
    }

    private void balanceColumn(double[] a, double[] b, int j) {
        double up = 0;
        double down = 0;
        for (int i = 0; i < rows; i++) {
            up += curvature[i * columns + j] * a[i];
            down += weight[i * columns + j] / a[i];
        }
        if (up > 0 && down > 0) {
            b[j] = Math.sqrt(down / up);
        }
    }

    /** A row or column with only one kind of term sends it to zero: it counts nothing. */
    private void dropOneSided() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < rows; i++) {
                changed |= drop(i * columns, 1, columns);
            }
            for (int j = 0; j < columns; j++) {
                changed |= drop(j, columns, rows);
            }
        }
    }

    private boolean drop(int first, int stride, int count) {
        double up = 0;
        double down = 0;
        for (int k = 0; k < count; k++) {
            up += curvature[first + k * stride];
            down += weight[first + k * stride];
        }
        if (up > 0 == down > 0) {
            return false;
        }
        for (int k = 0; k < count; k++) {
            curvature[first + k * stride] = 0;
            weight[first + k * stride] = 0;
        }
        return true;
    }
}
