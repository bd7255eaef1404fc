package io.flatness.analyses.landscape;

/**
 * φ(t) = (1 − t)² A + 2t(1 − t) C + t² B.
 *
 * @param from A
 * @param control C
 * @param to B
 */
record Bezier(double[] from, double[] control, double[] to) {
    private static final int PIECES = 200;

    /** The straight line, as fast everywhere. */
    static Bezier straight(double[] from, double[] to) {
        double[] middle = new double[from.length];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = (from[i] + to[i]) / 2;
        }
        return new Bezier(from, middle, to);
    }

    /** φ(t); a new array, and exactly an end at 0 and 1. */
    double[] at(double t) {
        double a = (1 - t) * (1 - t);
        double c = 2 * t * (1 - t);
        double b = t * t;
        double[] theta = new double[from.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = a * from[i] + c * control[i] + b * to[i];
        }
        return theta;
    }

    /** ∫ ‖φ'(t)‖ dt, φ' = 2(1 − t)(C − A) + 2t(B − C), by Simpson's rule; relative error below 1e-6 for smooth bends. */
    double length() {
        double[] first = Plane.minus(control, from);
        double[] second = Plane.minus(to, control);
        double p = Plane.dot(first, first);
        double q = Plane.dot(first, second);
        double r = Plane.dot(second, second);
        double sum = 0;
        for (int k = 0; k <= PIECES; k++) {
            double t = (double) k / PIECES;
            double speed = 2 * Math.sqrt(Math.max(0, (1 - t) * (1 - t) * p + 2 * t * (1 - t) * q + t * t * r));
            sum += (k == 0 || k == PIECES ? 1 : k % 2 == 1 ? 4 : 2) * speed;
        }
        return sum / (3 * PIECES);
    }
}
