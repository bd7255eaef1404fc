package io.flatness.analyses.landscape;

import java.util.List;

/**
 * A line or a plane in the space of parameters: θ(x, y) = origin + x d₁ + y d₂.
 *
 * @param origin θ(0, 0); never written to
 * @param directions one or two vectors of the origin's length; never written to
 * @param axes what the coordinates are, as many as directions
 * @param marks places on it that have a name
 * @param window x from, x to, and for a plane y from, y to
 * @param figures what its making has to say, by camelCase name
 */
record Plane(
        double[] origin,
        List<double[]> directions,
        List<String> axes,
        List<Mark> marks,
        double[] window,
        java.util.Map<String, Object> figures) {
    /**
     * A place with a name.
     *
     * @param name of the point there
     * @param at its coordinates, as many as directions
     * @param distance from the plane, ‖·‖₂; 0 on it
     */
    record Mark(String name, double[] at, double distance) {}

    int dimensions() {
        return directions.size();
    }

    /** θ at coordinates, as many as directions; a new array. */
    double[] theta(double... at) {
        double[] theta = origin.clone();
        for (int d = 0; d < dimensions(); d++) {
            if (at[d] != 0) {
                double[] direction = directions.get(d);
                for (int i = 0; i < theta.length; i++) {
                    theta[i] += at[d] * direction[i];
                }
            }
        }
        return theta;
    }

    /** The point of the plane next to θ, in the Euclidean distance. */
    Mark mark(String name, double[] theta) {
        double[] rest = minus(theta, origin);
        double[] at = new double[dimensions()];
        if (dimensions() == 1) {
            double[] d = directions.get(0);
            at[0] = dot(rest, d) / dot(d, d);
        } else {
            double[] u = directions.get(0);
            double[] v = directions.get(1);
            double uu = dot(u, u);
            double uv = dot(u, v);
            double vv = dot(v, v);
            double ru = dot(rest, u);
            double rv = dot(rest, v);
            double determinant = uu * vv - uv * uv;
            at[0] = (ru * vv - rv * uv) / determinant;
            at[1] = (rv * uu - ru * uv) / determinant;
        }
        return new Mark(name, at, norm(minus(theta, theta(at))));
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** ‖·‖₂ without overflow of squares. */
    static double norm(double[] a) {
        double largest = 0;
        for (double each : a) {
            largest = Math.max(largest, Math.abs(each));
        }
        if (largest == 0 || Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (double each : a) {
            sum += (each / largest) * (each / largest);
        }
        return largest * Math.sqrt(sum);
    }

    static double[] scaled(double factor, double[] a) {
        double[] scaled = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            scaled[i] = factor * a[i];
        }
        return scaled;
    }
}
