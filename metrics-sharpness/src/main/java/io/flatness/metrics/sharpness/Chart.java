package io.flatness.metrics.sharpness;

/**
 * Linear coordinates y of the perturbations d of the parameters that a measure allows, in the units of its radius: the
 * neighbourhood of radius r is ‖y‖ ≤ r. Everything about its shape is here, and the search sees no units.
 */
interface Chart {
    /** Covers the rounding of a product or a norm. */
    double OUTWARD = 1 + 1e-12;

    /** Number of coordinates. */
    int size();

    /** d of y, as a new array with one entry per parameter. */
    double[] toParameters(double[] y);

    /** The gradient with respect to y, from that with respect to the parameters, as a new array. */
    double[] pullBack(double[] gradient);

    /**
     * How far a step is in the norm of the neighbourhood, as far as floating point can tell.
     *
     * @param y coordinates
     * @param step the difference between two representable points that came out for them
     */
    default double distance(double[] y, double[] step, Norm norm) {
        return norm.of(y);
    }

    /**
     * The least box around the point that holds a neighbourhood: half its width for every parameter, length n, rounded
     * outward.
     */
    double[] extent(double radius);

    /** The largest Euclidean length of a step of a neighbourhood, rounded outward. */
    double reach(double radius, Norm norm);

    /** The parameters that move. */
    Scope.Part part();

    /** d of some parameters, each in units of its own width; a width of 0 holds a parameter fixed. */
    static Chart diagonal(Scope.Part part, double[] widths) {
        return new Chart() {
            @Override
            public int size() {
                return part.size();
            }

            @Override
            public double[] toParameters(double[] y) {
                double[] d = new double[part.dimension()];
                for (int k = 0; k < y.length; k++) {
                    d[part.index(k)] = widths[k] * y[k];
                }
                return d;
            }

            @Override
            public double[] pullBack(double[] gradient) {
                double[] pulled = new double[part.size()];
                for (int k = 0; k < pulled.length; k++) {
                    pulled[k] = widths[k] * gradient[part.index(k)];
                }
                return pulled;
            }

            @Override
            public double distance(double[] y, double[] step, Norm norm) {
                double[] taken = new double[part.size()];
                for (int k = 0; k < taken.length; k++) {
                    double moved = step[part.index(k)];
                    taken[k] = moved == 0 ? 0 : moved / widths[k];
                }
                return norm.of(taken);
            }

            @Override
            public double[] extent(double radius) {
                double[] extent = new double[part.dimension()];
                for (int k = 0; k < widths.length; k++) {
                    extent[part.index(k)] = widths[k] == 0 ? 0 : OUTWARD * radius * widths[k];
                }
                return extent;
            }

            @Override
            public double reach(double radius, Norm norm) {
                return OUTWARD * radius * (norm == Norm.L2 ? Norm.LINF.of(widths) : Norm.L2.of(widths));
            }

            @Override
            public Scope.Part part() {
                return part;
            }
        };
    }
}
