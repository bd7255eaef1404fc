package io.flatness.metrics.volume;

import java.util.random.RandomGenerator;

/**
 * A normal density in y that stands for a Gaussian prior inside an {@link Ellipsoid}: the product of the prior with a
 * normal density around the center, whose precision is the smallest that keeps the mean square of |y − c| within that of the
 * ellipsoid. Rays aim at its points.
 *
 * @param mean by coordinate of y
 * @param deviations by coordinate of y
 */
record Proposal(double[] mean, double[] deviations) {
    private static final int BISECTIONS = 200;

    /** For the prior N(0, σ²) of the parameters. */
    static Proposal of(Ellipsoid ellipsoid, double[] theta, double sigma) {
        int n = ellipsoid.dimension();
        double[] pull = ellipsoid.map().applyTransposed(theta);
        double[] squares = ellipsoid.map().squaredLengths();
        for (int i = 0; i < n; i++) {
            pull[i] /= sigma * sigma;
            squares[i] /= sigma * sigma;
        }
        double allowed = ellipsoid.squaredRadius() * n / (n + 2.0);
        // In logarithms of the precision: e^low keeps too little, e^high too much.
        double low = Math.log(1e-12);
        double high = Math.log(n / ellipsoid.squaredRadius() * 1e3 + 1);
        while (spread(with(ellipsoid, pull, squares, Math.exp(high)), ellipsoid) > allowed && high < 600) {
            high += 5;
        }
        for (int step = 0; step < BISECTIONS && high - low > 1e-9; step++) {
            double middle = 0.5 * (low + high);
            if (spread(with(ellipsoid, pull, squares, Math.exp(middle)), ellipsoid) > allowed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return with(ellipsoid, pull, squares, Math.exp(high));
    }

    private static Proposal with(Ellipsoid ellipsoid, double[] pull, double[] squares, double precision) {
        int n = pull.length;
        double[] mean = new double[n];
        double[] deviations = new double[n];
        for (int i = 0; i < n; i++) {
            double total = precision + squares[i];
            mean[i] = (precision * ellipsoid.center()[i] - pull[i]) / total;
            deviations[i] = 1 / Math.sqrt(total);
        }
        return new Proposal(mean, deviations);
    }

    /** E |y − c|². */
    private static double spread(Proposal proposal, Ellipsoid ellipsoid) {
        double sum = 0;
        for (int i = 0; i < proposal.mean.length; i++) {
            double away = proposal.mean[i] - ellipsoid.center()[i];
            sum += away * away + proposal.deviations[i] * proposal.deviations[i];
        }
        return sum;
    }

    /** The direction to one of its points, of length 1. */
    double[] aim(RandomGenerator random) {
        double[] u = new double[mean.length];
        double square = 0;
        for (int i = 0; i < u.length; i++) {
            u[i] = mean[i] + deviations[i] * random.nextGaussian();
            square += u[i] * u[i];
        }
        for (int i = 0; i < u.length; i++) {
            u[i] /= Math.sqrt(square);
        }
        return u;
    }

    /** log of the density of the directions on the unit sphere. */
    double logDensity(double[] u) {
        double along = 0;
        double bend = 0;
        double constant = 0;
        for (int i = 0; i < u.length; i++) {
            double v = u[i] / deviations[i];
            double m = mean[i] / deviations[i];
            along -= v * m;
            bend += v * v;
            constant -= 0.5 * m * m + Math.log(deviations[i]);
        }
        return new RadialMass(u.length, along, bend).logIntegral(Double.MAX_VALUE)
                + constant
                - 0.5 * u.length * Math.log(2 * Math.PI);
    }
}
