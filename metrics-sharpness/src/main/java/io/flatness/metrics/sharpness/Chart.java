package io.flatness.metrics.sharpness;

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

    /** d = radius · z. */
    static Chart uniform(int size, double radius) {
        double[] widths = new double[size];
        java.util.Arrays.fill(widths, radius);
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
