package io.flatness.metrics.invariant;

import io.flatness.spi.loss.Affine;
import java.util.random.RandomGenerator;

/**
 * The weights of an affine layer as a matrix of output neurons (channels) by incoming weights.
 *
 * @param weights weights[s][i], the i-th incoming weight of neuron s
 * @param positions where each stands in the parameter vector
 */
record Neurons(double[][] weights, int[][] positions) {
    static Neurons of(Affine layer, double[] theta) {
        int units = layer.outputUnits();
        int inputs = layer.weight().size() / units;
        double[][] weights = new double[units][inputs];
        int[][] positions = new int[units][inputs];
        int[] next = new int[units];
        for (int k = 0; k < layer.weight().size(); k++) {
            int unit = layer.outputUnit(k);
            int position = layer.weight().offset() + k;
            weights[unit][next[unit]] = theta[position];
            positions[unit][next[unit]++] = position;
        }
        return new Neurons(weights, positions);
    }

    int count() {
        return weights.length;
    }

    int inputs() {
        return weights[0].length;
    }

    /** ⟨w_s, w_s'⟩, row-major. */
    double[] gram() {
        int n = count();
        double[] gram = new double[n * n];
        for (int s = 0; s < n; s++) {
            for (int t = 0; t < n; t++) {
                double sum = 0;
                for (int i = 0; i < inputs(); i++) {
                    sum += weights[s][i] * weights[t][i];
                }
                gram[s * n + t] = sum;
            }
        }
        return gram;
    }

    /** The direction with u on the i-th incoming weights of the neurons. */
    double[] direction(int i, double[] u, int dimension) {
        double[] v = new double[dimension];
        for (int s = 0; s < count(); s++) {
            v[positions[s][i]] = u[s];
        }
        return v;
    }

    /** z ⊗ Wy for random signs z over incoming weights and y over the columns of W. */
    double[] randomDirection(RandomGenerator random, int dimension) {
        double[] y = signs(random, inputs());
        double[] z = signs(random, inputs());
        double[] v = new double[dimension];
        for (int s = 0; s < count(); s++) {
            double mixed = 0;
            for (int i = 0; i < inputs(); i++) {
                mixed += weights[s][i] * y[i];
            }
            for (int i = 0; i < inputs(); i++) {
                v[positions[s][i]] = z[i] * mixed;
            }
        }
        return v;
    }

    private static double[] signs(RandomGenerator random, int count) {
        double[] signs = new double[count];
        for (int i = 0; i < count; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        return signs;
    }
}
