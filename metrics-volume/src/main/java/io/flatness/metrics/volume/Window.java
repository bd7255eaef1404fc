package io.flatness.metrics.volume;

/** A rectangle of the parameter plane: [x0, x1] × [y0, y1]. */
record Window(double x0, double x1, double y0, double y1) {
    /** The corners in the order in which results and parameters write them. */
    double[] toArray() {
        return new double[] {x0, x1, y0, y1};
    }

    /** The same rectangle, twice as wide towards each of the sides. */
    Window extended(boolean left, boolean right, boolean below, boolean above) {
        double width = x1 - x0;
        double height = y1 - y0;
        return new Window(
                left ? x0 - width : x0, right ? x1 + width : x1, below ? y0 - height : y0, above ? y1 + height : y1);
    }
}
