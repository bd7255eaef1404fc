package io.flatness.transforms;

/** An increasing function ψ of [0, ∞[ onto itself. */
interface Profile {
    /** ψ(r). */
    double value(double r);

    /** ψ'(r); at 0 the limit ψ(r)/r. */
    double slope(double r);

    /** ψ'(r) − ψ(r)/r without cancellation; 0 at 0. */
    double excess(double r);

    /** ψ''(r). */
    double curvature(double r);

    /** r with ψ(r) = s. */
    double inverse(double s);
}
