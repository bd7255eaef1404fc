package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * One tensor multiplied by matrices along some of its axes.
 *
 * @param block the tensor
 * @param axes the axes in the order in which they are multiplied; a linear map along each
 */
record TensorMixing(Block block, List<Axis> axes) {
    private static final double AGREES = 1e-9;

    /** new[… j …] = Σ_i old[… i …] forward[i][j] along one axis, and the matrix of the way back. */
    record Axis(int axis, double[][] forward, double[][] back) {}

    static TensorMixing of(Moves.Tensor move) {
        List<Axis> axes = new ArrayList<>();
        for (Along along : move.axes()) {
            if (along.groups() > 1) {
                throw new RefusedException("layer " + move.layer() + " has " + along.groups()
                        + " groups: a change that mixes its units is not offered for it");
            }
            double[][] forward = along.map().matrix();
            double[][] back = along.map().inverse().matrix();
            axes.add(
                    along.inverse()
                            ? new Axis(along.axis(), transposed(back), transposed(forward))
                            : new Axis(along.axis(), forward, back));
        }
        return new TensorMixing(move.block(), axes);
    }

    static double[][] transposed(double[][] matrix) {
        double[][] turned = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }

    /** Whether both multiply every axis by the same matrix, up to rounding. */
    boolean agrees(TensorMixing other) {
        for (int axis = 0; axis < block.shape().size(); axis++) {
            double[][] own = along(axis);
            double[][] theirs = other.along(axis);
            for (int i = 0; i < own.length; i++) {
                for (int j = 0; j < own.length; j++) {
                    if (Math.abs(own[i][j] - theirs[i][j])
                            > AGREES * (1 + Math.abs(own[i][j]) + Math.abs(theirs[i][j]))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private double[][] along(int axis) {
        int extent = block.shape().get(axis);
        double[][] product = new double[extent][extent];
        for (int i = 0; i < extent; i++) {
            product[i][i] = 1;
        }
        for (Axis one : axes) {
            product = one.axis == axis ? multiply(product, one.forward) : product;
        }
        return product;
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        double[][] product = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a.length; k++) {
                for (int j = 0; j < a.length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    /** Multiplies the tensor inside a flat vector, in place, by the matrices or by those of the way back. */
    void apply(double[] vector, boolean back, boolean transpose) {
        for (int step = 0; step < axes.size(); step++) {
            // the transpose and the inverse of a product go through the factors from behind; axes commute
            Axis axis = axes.get(back == transpose ? step : axes.size() - 1 - step);
            double[][] matrix = back ? axis.back : axis.forward;
            multiply(vector, axis.axis, transpose ? transposed(matrix) : matrix);
        }
    }

    private void multiply(double[] vector, int axis, double[][] matrix) {
        int extent = matrix.length;
        int stride = 1;
        for (int later = axis + 1; later < block.shape().size(); later++) {
            stride *= block.shape().get(later);
        }
        double[] row = new double[extent];
        int rows = block.size() / extent;
        for (int r = 0; r < rows; r++) {
            int start = block.offset() + r / stride * stride * extent + r % stride;
            for (int i = 0; i < extent; i++) {
                row[i] = vector[start + i * stride];
            }
            for (int j = 0; j < extent; j++) {
                double sum = 0;
                for (int i = 0; i < extent; i++) {
                    sum += row[i] * matrix[i][j];
                }
                vector[start + j * stride] = sum;
            }
        }
    }

    /** log |det| of the map of the tensor. */
    double logAbsDeterminant() {
        double sum = 0;
        for (Axis axis : axes) {
            sum += Inverse.logAbsDeterminant(axis.forward) * (block.size() / axis.forward.length);
        }
        return sum;
    }
}
