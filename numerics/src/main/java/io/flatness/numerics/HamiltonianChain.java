package io.flatness.numerics;

import java.util.random.RandomGenerator;

/**
 * A Markov chain with the density ∝ exp(−U) by Hamiltonian Monte Carlo: leapfrog paths of random length, accepted by
 * Metropolis's rule, so that the density is stationary for any step.
 *
 * <p>While it warms up the step is adapted until four fifths of the paths are accepted; it is fixed afterwards. Source: Neal
 * (2011), Handbook of Markov Chain Monte Carlo, chapter 5.
 */
public final class HamiltonianChain {
    private static final int LONGEST_PATH = 16;
    private static final double ACCEPTANCE = 0.8;

    private final Objective potential;
    private final RandomGenerator random;
    private double[] x;
    private double[] gradient;
    private double energy;
    private double step;
    private long gradients;
    private long paths;
    private double accepted;

    /**
     * Starts a chain.
     *
     * @param potential U, with its gradient; infinite where the density vanishes
     * @param start where U is finite; copied
     * @param step a guess of the step, positive
     */
    public HamiltonianChain(Objective potential, double[] start, double step, RandomGenerator random) {
        this.potential = potential;
        this.random = random;
        this.x = start.clone();
        this.gradient = new double[start.length];
        this.energy = potential.valueAndGradient(x, gradient);
        this.step = step;
        this.gradients = 1;
    }

    /** Runs a number of paths, adapting the step. */
    public void warmUp(int count) {
        for (int k = 1; k <= count; k++) {
            double acceptance = path();
            step *= Math.exp((acceptance - ACCEPTANCE) / Math.pow(k, 0.6));
        }
        paths = 0;
        accepted = 0;
    }

    /** Runs one path; the new point, or the old one again, is {@link #point()}. */
    public void next() {
        accepted += path();
        paths++;
    }

    /** The present point; not to be written to. */
    public double[] point() {
        return x;
    }

    /** U at the present point. */
    public double potential() {
        return energy;
    }

    /** Mean probability with which paths since the warm-up were accepted. */
    public double acceptance() {
        return paths == 0 ? 0 : accepted / paths;
    }

    /** Gradients computed so far. */
    public long gradients() {
        return gradients;
    }

    private double path() {
        int n = x.length;
        double[] momentum = new double[n];
        double kinetic = 0;
        for (int i = 0; i < n; i++) {
            momentum[i] = random.nextGaussian();
            kinetic += 0.5 * momentum[i] * momentum[i];
        }
        int steps = 1 + random.nextInt(LONGEST_PATH);
        // A step that varies keeps paths from closing on themselves.
        double h = step * (0.8 + 0.4 * random.nextDouble());
        double[] y = x.clone();
        double[] slope = gradient.clone();
        double end = energy;
        for (int k = 0; k < steps && end < Double.POSITIVE_INFINITY; k++) {
            for (int i = 0; i < n; i++) {
                momentum[i] -= 0.5 * h * slope[i];
                y[i] += h * momentum[i];
            }
            end = potential.valueAndGradient(y, slope);
            gradients++;
            for (int i = 0; i < n; i++) {
                momentum[i] -= 0.5 * h * slope[i];
            }
        }
        double after = end;
        for (double p : momentum) {
            after += 0.5 * p * p;
        }
        double probability = Math.min(1, Math.exp(energy + kinetic - after));
        if (Double.isNaN(probability)) {
            return 0;
        }
        if (random.nextDouble() < probability) {
            x = y;
            gradient = slope;
            energy = end;
        }
        return probability;
    }
}
