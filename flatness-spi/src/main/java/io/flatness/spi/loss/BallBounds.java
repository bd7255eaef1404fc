package io.flatness.spi.loss;

/** A capability: certified bounds of the rise of the loss over a Euclidean ball of parameters. */
public interface BallBounds {
    /**
     * An upper bound of L(θ + d) − L(θ) over ‖d‖₂ ≤ radius, where d moves some parameters alone; proved up to the stated
     * rounding.
     *
     * @param theta the centre, length n
     * @param radius of the closed ball, at least 0
     * @param moving positions of the parameters that move, ascending
     * @return the bound, +∞ when none was found
     */
    double riseBound(double[] theta, double radius, int[] moving);
}
