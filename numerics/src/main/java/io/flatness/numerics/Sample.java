package io.flatness.numerics;

import java.util.Arrays;

/**
 * Independent numbers and what they say of their mean.
 *
 * <p>The standard error is s/√m widened by Student's factor, so that ±1.96 standard errors is a 95 % interval for few
 * numbers too.
 */
final class Sample {
    private double[] values = new double[16];
    private int count;

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    double value(int i) {
        return values[i];
    }

    double mean() {
        double scale = 0;
        for (int i = 0; i < count; i++) {
            scale = Math.max(scale, Math.abs(values[i]));
        }
        if (scale == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] / scale;
        }
        return sum / count * scale;
    }

    /** The sample standard deviation; 0 for fewer than two numbers. */
    double deviation() {
        if (count < 2) {
            return 0;
        }
        double mean = mean();
        double[] deviations = new double[count];
        for (int i = 0; i < count; i++) {
            deviations[i] = values[i] - mean;
        }
        return Vectors.norm(deviations) / Math.sqrt(count - 1);
    }

    double standardError() {
        if (count < 2) {
            return Double.POSITIVE_INFINITY;
        }
        return deviation() / Math.sqrt(count) * StudentT.quantile(count - 1) / StudentT.NORMAL;
    }
}
