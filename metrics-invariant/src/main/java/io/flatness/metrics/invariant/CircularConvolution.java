package io.flatness.metrics.invariant;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Affine;
import java.util.List;

/**
 * A convolution of stride 1 between periodic images: the frequencies of a side × side torus part it into one complex matrix of
 * output by input channels each, the Fourier transform of the kernel.
 *
 * <p>Source: Sedghi, Gupta, Long (2019), ICLR.
 *
 * @param kernel kernel[o][i], the elements of the kernel between two channels, row by row
 * @param width length of a row
 */
record CircularConvolution(double[][][] kernel, int width) {
    static CircularConvolution of(Affine layer, double[] theta) {
        int outputs = layer.outputUnits();
        int inputs = layer.inputUnits();
        List<Integer> shape = layer.weight().shape();
        // Channels come first or last; windows stand together in between.
        boolean channelsFirst = shape.get(0) == outputs;
        int area = 1;
        for (int extent : channelsFirst ? shape.subList(2, shape.size()) : shape.subList(0, shape.size() - 2)) {
            area *= extent;
        }
        int width = channelsFirst ? shape.get(shape.size() - 1) : shape.get(shape.size() - 3);
        double[][][] kernel = new double[outputs][inputs][area];
        int[][] next = new int[outputs][inputs];
        for (int k = 0; k < layer.weight().size(); k++) {
            int o = layer.outputUnit(k);
            int i = layer.inputUnit(k);
            kernel[o][i][next[o][i]++] = theta[layer.weight().offset() + k];
        }
        return new CircularConvolution(kernel, width);
    }

    /** The largest singular value over all frequencies; those of opposite sign are conjugate. */
    double spectralNorm(int side, MetricContext context) {
        double largest = 0;
        for (int u = 0; u <= side / 2; u++) {
            for (int v = 0; v < side; v++) {
                context.checkCancelled();
                largest = Math.max(largest, at(2 * Math.PI * u / side, 2 * Math.PI * v / side, context));
            }
        }
        return largest;
    }

    /** The norm of A + iB is that of [A −B; B A]. */
    private double at(double vertical, double horizontal, MetricContext context) {
        int rows = kernel.length;
        int columns = kernel[0].length;
        double[] real = new double[4 * rows * columns];
        for (int o = 0; o < rows; o++) {
            for (int i = 0; i < columns; i++) {
                double cosines = 0;
                double sines = 0;
                for (int k = 0; k < kernel[o][i].length; k++) {
                    double phase = vertical * (k / width) + horizontal * (k % width);
                    cosines += kernel[o][i][k] * StrictMath.cos(phase);
                    sines += kernel[o][i][k] * StrictMath.sin(phase);
                }
                real[o * 2 * columns + i] = cosines;
                real[o * 2 * columns + columns + i] = -sines;
                real[(rows + o) * 2 * columns + i] = sines;
                real[(rows + o) * 2 * columns + columns + i] = cosines;
            }
        }
        return context.linearAlgebra().singularValues(real, 2 * rows, 2 * columns)[0];
    }
}
