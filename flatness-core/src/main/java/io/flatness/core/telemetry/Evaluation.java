package io.flatness.core.telemetry;

import java.util.Locale;

/** What is counted of a surface. */
public enum Evaluation {
    /** The loss. */
    LOSS,
    /** The gradient, with or without the loss. */
    GRADIENT,
    /** Products with the Hessian. */
    HVP,
    /** Products with other matrices of the surface: Gauss–Newton, Fisher. */
    PRODUCT,
    /** Calls to what else the surface can do: exact diagonals, Jacobian products, bounds on boxes. */
    CAPABILITY;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
