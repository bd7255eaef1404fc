package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of {@code linear-reparametrization}: exactly one of the first three.
 *
 * @param diagonal diagonal of A
 * @param matrix rows of A
 * @param whiten what is to become the identity
 * @param floor eigenvalues below this fraction of the largest are lifted to it before whitening
 */
public record LinearParameters(
        @Param(doc = "diagonal of A in θ = Aη, one nonzero number per parameter", optional = true) @Nullable
        List<Double> diagonal,

        @Param(doc = "rows of an invertible A in θ = Aη", optional = true) @Nullable
        List<List<Double>> matrix,

        @Param(
                doc = "hessian or fisher: A = M^(-1/2) for this matrix at the minimum; up to 2000 parameters",
                optional = true)
        @Nullable
        Whiten whiten,

        @Param(
                doc = "with whiten: |eigenvalues| below this fraction of the largest count as that much; in ]0, 1]",
                defaultValue = "1e-6")
        double floor) {
    /** What becomes the identity. */
    public enum Whiten {
        /** The Hessian of the loss. */
        HESSIAN,
        /** The Fisher information of the model. */
        FISHER
    }

    /** Checks that there is one matrix and that it has a chance to be invertible. */
    public LinearParameters {
        int given = (diagonal == null ? 0 : 1) + (matrix == null ? 0 : 1) + (whiten == null ? 0 : 1);
        if (given != 1) {
            throw new InvalidParameterException(
                    "", "give exactly one of diagonal, matrix and whiten; " + given + " are given");
        }
        if (diagonal != null) {
            diagonal = List.copyOf(diagonal);
            for (double entry : diagonal) {
                if (entry == 0 || !Double.isFinite(entry)) {
                    throw new InvalidParameterException(
                            "diagonal", "diagonal has the entry " + entry + "; all must be finite and not 0");
                }
            }
        }
        if (matrix != null) {
            matrix = matrix.stream().map(List::copyOf).toList();
            for (List<Double> row : matrix) {
                if (row.size() != matrix.size()) {
                    throw new InvalidParameterException(
                            "matrix", "matrix has " + matrix.size() + " rows but a row of " + row.size() + " numbers");
                }
            }
        }
        if (!(floor > 0 && floor <= 1)) {
            throw new InvalidParameterException("floor", "floor is " + floor + "; it must lie in ]0, 1]");
        }
    }
}
