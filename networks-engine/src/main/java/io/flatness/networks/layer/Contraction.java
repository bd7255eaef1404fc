package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a batched matrix product.
 *
 * @param m rows of a product
 * @param n columns of a product
 * @param k inner dimension
 * @param left number of the matrix of the first input in each product
 * @param right number of the matrix of the second input in each product
 * @param output shape of all products
 */
record Contraction(int m, int n, int k, int[] left, int[] right, Shape output) {
    static Contraction of(MatMul product, List<Shape> inputs) {
        Shape a = inputs.get(0);
        Shape b = inputs.get(1);
        if (a.rank() < 2 || b.rank() < 2) {
            throw new IllegalArgumentException("multiplies matrices but its inputs have the shapes " + inputs);
        }
        int m = a.extent(a.rank() - (product.transposeLeft() ? 1 : 2));
        int k = a.extent(a.rank() - (product.transposeLeft() ? 2 : 1));
        int n = b.extent(b.rank() - (product.transposeRight() ? 2 : 1));
        if (k != b.extent(b.rank() - (product.transposeRight() ? 1 : 2))) {
            throw new IllegalArgumentException("cannot multiply matrices of the shapes " + inputs
                    + (product.transposeLeft() ? ", the first transposed" : "")
                    + (product.transposeRight() ? ", the second transposed" : ""));
        }
        Shape batchA = batch(a);
        Shape batchB = batch(b);
        Shape batch = Arity.broadcast(List.of(batchA, batchB));
        List<Integer> extents = new ArrayList<>(a.rank() == 2 && b.rank() == 2 ? List.of() : batch.extents());
        extents.add(m);
        extents.add(n);
        return new Contraction(m, n, k, numbers(batchA, batch), numbers(batchB, batch), Shape.rows(extents));
    }

    private static Shape batch(Shape shape) {
        return Shape.rows(shape.rank() == 2 ? List.of(1) : shape.extents().subList(0, shape.rank() - 2));
    }

    private static int[] numbers(Shape own, Shape all) {
        int before = all.rank() - own.rank();
        return Axes.sources(own, all, (axis, i) -> {
            int from = axis - before;
            return new int[] {Math.max(0, from), from < 0 || own.extent(from) == 1 ? 0 : i};
        });
    }

    /** Products per sample. */
    int count() {
        return left.length;
    }

    /** Matrices of the first input per sample. */
    int lefts() {
        return 1 + java.util.Arrays.stream(left).max().orElse(0);
    }

    /** Matrices of the second input per sample. */
    int rights() {
        return 1 + java.util.Arrays.stream(right).max().orElse(0);
    }
}
