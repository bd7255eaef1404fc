package io.flatness.numerics;

/** Sums over vectors in a fixed order; norms neither overflow nor underflow. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] x, double[] y) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int n = x.length;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < n; i++) {
            s0 += x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** The Euclidean norm; infinite or NaN when an element is. */
    static double norm(double[] x) {
        double largest = 0;
        for (double v : x) {
            double size = Math.abs(v);
            if (!(size <= Double.MAX_VALUE)) {
                return size;
            }
            largest = Math.max(largest, size);
        }
        if (largest == 0) {
            return 0;
        }
        // A power of two keeps the scaling exact.
        int exponent = Math.max(-1021, Math.min(1021, Math.getExponent(largest)));
        double scale = Math.scalb(1.0, -exponent);
        double sum = 0;
        for (double v : x) {
            double scaled = v * scale;
            sum += scaled * scaled;
        }
        return Math.sqrt(sum) * Math.scalb(1.0, exponent);
    }

    /** y := y + a x. */
    static void axpy(double a, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }

    static void scale(double a, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= a;
        }
    }

    /** x + a y as a new array. */
    static double[] plus(double[] x, double a, double[] y) {
        double[] sum = x.clone();
        axpy(a, y, sum);
        return sum;
    }
}
