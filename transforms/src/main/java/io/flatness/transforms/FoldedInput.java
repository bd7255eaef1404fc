package io.flatness.transforms;

import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Bijection;
import java.util.List;

/**
 * What a change u = (x − m)A of the inputs does to the dense layers that read them: W ↦ A⁻¹W, b ↦ b + mW. A linear map of
 * the parameters.
 */
record FoldedInput(int dimension, List<Affine> readers, Representation representation) implements Bijection {
    private interface Columns {
        void multiply(double[] column, double[] into);
    }

    /** Applies a symmetric matrix to every column of the weights; what it does to the biases follows by {@code sign}. */
    private double[] mapped(double[] x, Columns matrix) {
        double[] y = x.clone();
        for (Affine reader : readers) {
            double[] column = new double[reader.inputUnits()];
            double[] product = new double[column.length];
            int[][] places = places(reader);
            for (int[] place : places) {
                for (int i = 0; i < column.length; i++) {
                    column[i] = x[place[i]];
                }
                matrix.multiply(column, product);
                for (int i = 0; i < column.length; i++) {
                    y[place[i]] = product[i];
                }
            }
        }
        return y;
    }

    /** For each output unit the places of its weights, by input unit. */
    private static int[][] places(Affine reader) {
        int[][] places = new int[reader.outputUnits()][reader.inputUnits()];
        for (int k = 0; k < reader.weight().size(); k++) {
            places[reader.outputUnit(k)][reader.inputUnit(k)] = reader.weight().offset() + k;
        }
        return places;
    }

    /** bias[o] += sign · Σᵢ mᵢ weights[i, o]. */
    private void addMean(double[] weights, double sign, double[] y) {
        double[] mean = representation.mean();
        for (Affine reader : readers) {
            if (reader.bias().isPresent()) {
                int[][] places = places(reader);
                for (int o = 0; o < places.length; o++) {
                    double sum = 0;
                    for (int i = 0; i < mean.length; i++) {
                        sum += mean[i] * weights[places[o][i]];
                    }
                    y[reader.bias().get().offset() + o] += sign * sum;
                }
            }
        }
    }

    /** weights[i, o] += sign · mᵢ bias[o]: the transpose of {@link #addMean}. */
    private void addBias(double[] biases, double sign, double[] y) {
        double[] mean = representation.mean();
        for (Affine reader : readers) {
            if (reader.bias().isPresent()) {
                int[][] places = places(reader);
                for (int o = 0; o < places.length; o++) {
                    double bias = biases[reader.bias().get().offset() + o];
                    for (int i = 0; i < mean.length; i++) {
                        y[places[o][i]] += sign * mean[i] * bias;
                    }
                }
            }
        }
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = mapped(x, representation::decode);
        addMean(x, 1, y);
        return y;
    }

    @Override
    public double[] inverse(double[] y) {
        double[] x = mapped(y, representation::encode);
        addMean(x, -1, x);
        return x;
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        return forward(v);
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        double[] pulled = mapped(w, representation::decode);
        addBias(w, 1, pulled);
        return pulled;
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        return inverse(v);
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        double[] uncentered = w.clone();
        addBias(w, -1, uncentered);
        return mapped(uncentered, representation::encode);
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        return new double[dimension];
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        int columns = 0;
        for (Affine reader : readers) {
            columns += reader.outputUnits();
        }
        return -columns * representation.logAbsDeterminant();
    }

    @Override
    public boolean affine() {
        return true;
    }
}
