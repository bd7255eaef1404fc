package io.flatness.networks.tile;

/** A function of one variable, twice differentiable almost everywhere, with its derivatives. Pure. */
public interface Pointwise {
    /** φ(x). */
    double value(double x);

    /** φ'(x). */
    double first(double x);

    /** φ''(x). */
    double second(double x);
}
