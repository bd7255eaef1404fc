package io.flatness.networks.problem;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.Minimum;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the problem {@code quadratic}.
 *
 * @param eigenvalues the spectrum of the Hessian
 * @param at the point to measure
 * @param rotate whether the eigenvectors are turned away from the axes
 */
public record QuadraticParameters(
        @Param(doc = "The eigenvalues of the Hessian, one per parameter; any finite numbers")
        double[] eigenvalues,

        @Param(doc = "The point to measure, one number per eigenvalue; the origin when left out", optional = true)
        double @Nullable [] at,

        @Param(doc = "Whether the seed rotates the eigenvectors; otherwise they are the axes", defaultValue = "true")
        boolean rotate) {
    /** Checks lengths and finiteness. */
    public QuadraticParameters {
        if (eigenvalues.length == 0) {
            throw new InvalidParameterException("eigenvalues", "eigenvalues is empty; give at least one number");
        }
        requireFinite("eigenvalues", eigenvalues);
        if (at != null) {
            requireFinite("at", at);
            if (at.length != eigenvalues.length) {
                throw new InvalidParameterException(
                        "at", "at has " + at.length + " numbers, but there are " + eigenvalues.length + " eigenvalues");
            }
        }
    }

    private static void requireFinite(String name, double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new InvalidParameterException(name, name + " holds " + value + "; all must be finite");
            }
        }
    }

    /** The problem at its minimum, or at the given point. */
    public Problem open(ProblemContext context) {
        int n = eigenvalues.length;
        Rotation rotation = rotate ? Rotation.random(n, context.random("rotation")) : Rotation.none(n);
        double[] point = at == null ? new double[n] : at.clone();
        Minimum minimum = new Minimum(new QuadraticSurface(eigenvalues.clone(), rotation), point);
        return () -> minimum;
    }
}
