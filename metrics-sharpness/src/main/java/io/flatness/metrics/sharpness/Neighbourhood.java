package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Terrain.Point;

/**
 * The ball of one radius on a terrain, in coordinates z = y / radius where it is the unit ball.
 *
 * @param terrain the loss around the point
 * @param radius of the closed ball, > 0
 */
record Neighbourhood(Terrain terrain, double radius) {
    Norm norm() {
        return terrain.norm();
    }

    int size() {
        return terrain.chart().size();
    }

    /** The point at z and the gradient with respect to z. */
    Point at(double[] z) {
        Point point = terrain.at(scaled(radius, z));
        return new Point(z, point.rise(), scaled(radius, point.gradient()));
    }

    /** The rise at z. */
    double rise(double[] z) {
        return terrain.rise(scaled(radius, z));
    }

    /** The rise at z in a fresh pass, at a point that lies in the ball as computed. */
    double certified(double[] z) {
        return terrain.certified(scaled(radius, z), radius);
    }

    static double[] scaled(double factor, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = factor * x[i];
        }
        return y;
    }
}
