package io.flatness.transforms;

import io.flatness.spi.loss.NetworkLoss;

/** Means and covariances of a network's inputs over its samples, in two passes. */
final class InputMoments {
    private final NetworkLoss network;

    InputMoments(NetworkLoss network) {
        this.network = network;
    }

    double[] mean() {
        double[] mean = new double[network.inputSize()];
        double[] x = new double[mean.length];
        for (int sample = 0; sample < network.sampleCount(); sample++) {
            network.input(sample, x);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += x[j];
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= network.sampleCount();
        }
        return mean;
    }

    /** Standard deviations; 1 for a feature that does not vary. */
    double[] deviation(double[] mean) {
        double[] sum = new double[mean.length];
        double[] x = new double[mean.length];
        for (int sample = 0; sample < network.sampleCount(); sample++) {
            network.input(sample, x);
            for (int j = 0; j < mean.length; j++) {
                sum[j] += (x[j] - mean[j]) * (x[j] - mean[j]);
            }
        }
        for (int j = 0; j < mean.length; j++) {
            sum[j] = sum[j] == 0 ? 1 : Math.sqrt(sum[j] / network.sampleCount());
        }
        return sum;
    }

    double[] covariance(double[] mean) {
        int size = mean.length;
        double[] covariance = new double[size * size];
        double[] x = new double[size];
        for (int sample = 0; sample < network.sampleCount(); sample++) {
            network.input(sample, x);
            for (int i = 0; i < size; i++) {
                double deviation = x[i] - mean[i];
                if (deviation != 0) {
                    for (int j = 0; j <= i; j++) {
                        covariance[i * size + j] += deviation * (x[j] - mean[j]);
                    }
                }
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * size + j] /= network.sampleCount();
                covariance[j * size + i] = covariance[i * size + j];
            }
        }
        return covariance;
    }
}
