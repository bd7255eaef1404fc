package io.flatness.metrics.sharpness;

import java.util.Arrays;

/**
 * Linear coordinates z of the perturbations d of the parameters that a measure allows, normalized so that the
 * neighbourhood is a unit ball: everything about its size and shape is here, and the ascent sees no units.
 */
interface Chart {
    /** Number of coordinates. */
    int size();

    /** d of z, as a new array with one entry per parameter. */
    double[] toParameters(double[] z);

    /** The gradient with respect to z, from that with respect to the parameters, as a new array. */
    double[] pullBack(double[] gradient);

    /**
     * How far a step is in the norm of the neighbourhood, as far as floating point can tell.
     *
     * @param z coordinates
     * @param step the difference between two representable points that came out for them
     */
    default double distance(double[] z, double[] step, Norm norm) {
        return norm.of(z);
    }

    /** d = radius · z. */
    static Chart uniform(int size, double radius) {
        double[] widths = new double[size];
        Arrays.fill(widths, radius);
        return diagonal(widths);
    }

    /** dᵢ = widthᵢ zᵢ; a width of 0 holds a parameter fixed. */
    static Chart diagonal(double[] widths) {
        return new Chart() {
            @Override
            public int size() {
                return widths.length;
            }

            @Override
            public double[] toParameters(double[] z) {
                return product(z);
            }

            @Override
            public double[] pullBack(double[] gradient) {
                return product(gradient);
            }

            @Override
            public double distance(double[] z, double[] step, Norm norm) {
                double[] taken = new double[step.length];
                for (int i = 0; i < step.length; i++) {
                    taken[i] = step[i] == 0 ? 0 : step[i] / widths[i];
                }
                return norm.of(taken);
            }

            private double[] product(double[] x) {
                double[] y = new double[widths.length];
                for (int i = 0; i < y.length; i++) {
                    y[i] = widths[i] * x[i];
                }
                return y;
            }
        };
    }
}
