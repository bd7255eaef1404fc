package io.flatness.metrics.hessian;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.Parts;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.List;
import java.util.Optional;

/**
 * A curvature matrix, or a principal submatrix of it, at a point.
 *
 * @param minimum the point
 * @param selection what was asked for
 * @param blocks the blocks in it, in layout order
 */
record Curvature(Minimum minimum, Selection selection, List<Block> blocks) {
    /** Up to this dimension a matrix is written out: so many products are cheap and everything is then exact. */
    static final int SMALL = 400;
    /** Beyond this dimension a matrix is never written out: n² doubles and n³ operations. */
    static final int LARGE = 4000;

    /** The curvature asked for; empty, with {@link #missing} as the reason, where the surface does not have it. */
    static Optional<Curvature> of(Minimum minimum, Selection selection) {
        List<Block> blocks = selection.of(minimum.surface().layout());
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        return selection.matrix().available(minimum)
                ? Optional.of(new Curvature(minimum, selection, blocks))
                : Optional.empty();
    }

    /** Why {@link #of} was empty. */
    static String missing(Minimum minimum, Selection selection) {
        List<String> names =
                minimum.surface().layout().blocks().stream().map(Block::name).toList();
        if (selection.of(minimum.surface().layout()).isEmpty()) {
            return "blocks " + selection.blocks() + " do not all match a block of this problem; its blocks are "
                    + names;
        }
        return "this surface has no " + selection.matrix().kebab() + " matrix: it is no network with outputs";
    }

    int dimension() {
        return blocks.stream().mapToInt(Block::size).sum();
    }

    /** Its products: a new linearization at the point. */
    SymmetricOperator operator() {
        SymmetricOperator all = selection.matrix().at(minimum);
        return whole() ? all : new Restriction(all, blocks);
    }

    boolean whole() {
        return blocks.size() == minimum.surface().layout().blocks().size();
    }

    Parts parts() {
        int[] ends = new int[blocks.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += blocks.get(i).size();
            ends[i] = end;
        }
        return new Parts(ends);
    }

    /** The elements of a full vector that belong to the blocks. */
    double[] restrict(double[] full) {
        return Restriction.gather(full, blocks, dimension());
    }

    /** The matrix itself, shared between the metrics of a point. */
    DenseSymmetric dense(MetricContext context) {
        return context.memo(
                "hessian.dense." + selection.key(),
                DenseSymmetric.class,
                shared -> DenseSymmetric.of(Extremes.watched(operator(), context)));
    }

    /** All its eigenvalues, descending, shared between the metrics of a point; not to be written to. */
    double[] eigenvalues(MetricContext context) {
        return context.memo(
                "hessian.eigenvalues." + selection.key(),
                double[].class,
                shared -> context.linearAlgebra().eigenvalues(dense(context).matrix(), dimension()));
    }

    /** All its eigenpairs, shared between the metrics of a point. */
    SymmetricEigen eigen(MetricContext context) {
        return context.memo(
                "hessian.eigen." + selection.key(),
                SymmetricEigen.class,
                shared -> dense(context).eigen(context.linearAlgebra()));
    }
}
