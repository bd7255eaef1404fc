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

        @Override
        double[] free(double[] z, double[] gradient, double[] x) {
            double[] free = x.clone();
            double length = of(z);
            if (length >= 1 - BOUNDARY && dot(gradient, z) > 0) {
                double out = dot(x, z) / (length * length);
                for (int i = 0; i < free.length; i++) {
                    free[i] -= out * z[i];
                }
            }
            return free;
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

        @Override
        double[] free(double[] z, double[] gradient, double[] x) {
            double[] free = x.clone();
            for (int i = 0; i < free.length; i++) {
                boolean held = Math.abs(z[i]) >= 1 && z[i] * gradient[i] > 0;
                free[i] = held ? 0 : free[i];
            }
            return free;
        }
    };

    /** A point this close to the sphere is on it. */
    static final double BOUNDARY = 1e-9;

    /** The norm. */
    abstract double of(double[] z);

    /** The nearest point of the unit ball, in place. */
    abstract void project(double[] z);

    /** The point of the unit ball farthest along a gradient, which is not zero. */
    abstract double[] steepest(double[] gradient);

    /**
     * The part of a direction that the boundary leaves free at a point.
     *
     * @param z the point, in the unit ball
     * @param gradient at the point: what it pushes against is held
     * @param x the direction; not modified
     */
    abstract double[] free(double[] z, double[] gradient, double[] x);

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
