package io.flatness.metrics.volume;

/** A rectangle of the parameter plane: [x0, x1] × [y0, y1]. */
record Window(double x0, double x1, double y0, double y1) {
    /** The corners in the order in which results and parameters write them. */
    double[] toArray() {
        return new double[] {x0, x1, y0, y1};
    }
}
