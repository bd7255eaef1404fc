package io.flatness.metrics.sharpness;

/** The norm whose closed unit ball is the neighbourhood, in the coordinates of a {@link Chart}. */
public enum Norm {
    /** The Euclidean norm. */
    L2 {
        @Override
        double of(double[] z) {
            double largest = LINF.of(z);
            if (largest == 0 || Double.isInfinite(largest)) {
                return largest;
            }
            double sum = 0;
            for (double v : z) {
                sum += (v / largest) * (v / largest);
            }
            return largest * Math.sqrt(sum);
        }

        @Override
        void project(double[] z) {
            double norm = of(z);
            if (norm > 1) {
                for (int i = 0; i < z.length; i++) {
                    z[i] /= norm;
                }
            }
        }

        @Override
        double[] steepest(double[] gradient) {
            double norm = of(gradient);
            double[] z = new double[gradient.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = gradient[i] / norm;
            }
            return z;
        }
    },
    /** The largest absolute coordinate. */
    LINF {
        @Override
        double of(double[] z) {
            double largest = 0;
            for (double v : z) {
                largest = Math.max(largest, Math.abs(v));
            }
            return largest;
        }

        @Override
        void project(double[] z) {
            for (int i = 0; i < z.length; i++) {
                z[i] = Math.max(-1, Math.min(1, z[i]));
            }
        }

        @Override
        double[] steepest(double[] gradient) {
            double[] z = new double[gradient.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = Math.signum(gradient[i]);
            }
            return z;
        }
    };

    /** The norm. */
    abstract double of(double[] z);

    /** The nearest point of the unit ball, in place. */
    abstract void project(double[] z);

    /** The point of the unit ball farthest along a gradient, which is not zero. */
    abstract double[] steepest(double[] gradient);
}
