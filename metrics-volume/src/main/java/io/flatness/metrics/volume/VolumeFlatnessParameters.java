package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code volume-flatness}. */
public record VolumeFlatnessParameters(
        @Param(doc = "Rise of the loss that still counts as flat, > 0.", defaultValue = "0.01")
        double epsilon,

        @Param(doc = "Loss-equivalent evaluations that the search may take, ≥ 100.", defaultValue = "400000")
        long budget,

        @Param(
                doc = "Two parameters only: the window [x0, x1, y0, y1] in which the area is taken; without it the"
                        + " window grows until it holds the component.",
                optional = true)
        double @Nullable [] window,

        @Param(
                doc = "Radius of a ball around the point, > 0: the volume of the component of the set inside it, finite"
                        + " where that of the whole is not.",
                optional = true)
        @Nullable
        Double radius,

        @Param(
                doc = "Measures inside the plane or space through the point that these directions span: top-curvature,"
                        + " the eigenvectors of the largest eigenvalues of the Hessian, or random.",
                optional = true)
        @Nullable
        Directions subspace,

        @Param(doc = "Dimension of the subspace, 1 to 3; without subspace it means nothing.", defaultValue = "2")
        int dimensions) {
    private static final int MOST_DIMENSIONS = 3;

    /** Checks the ranges. */
    public VolumeFlatnessParameters {
        Checks.epsilon(epsilon);
        Checks.budget(budget);
        Checks.radius(radius);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw new InvalidParameterException(
                    "dimensions", "dimensions is " + dimensions + " but must be from 1 to " + MOST_DIMENSIONS);
        }
        if (radius != null && window != null) {
            throw new InvalidParameterException("radius", "radius and window exclude each other: give one of them");
        }
        if (window != null && (window.length != 4 || !(window[0] < window[1]) || !(window[2] < window[3]))) {
            throw new InvalidParameterException("window", "window must be [x0, x1, y0, y1] with x0 < x1 and y0 < y1");
        }
    }
}
