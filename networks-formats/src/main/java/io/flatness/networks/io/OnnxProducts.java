package io.flatness.networks.io;

import io.flatness.networks.layer.MatMul;
import io.flatness.networks.layer.WeightOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matrix products: by a weight along the last axis, and of two values. */
final class OnnxProducts {
    private static final long MAX_FOLDED = 1 << 23;
    private static final double MAX_WORK = 1e9;

    private OnnxProducts() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("MatMul", OnnxProducts::matMul);
        general.put("Gemm", OnnxProducts::gemm);
    }

    private static OnnxValue matMul(OnnxNode node, OnnxImport model) {
        OnnxValue left = model.value(node, 0);
        OnnxValue right = model.value(node, 1);
        if (left instanceof OnnxValue.Constant a && right instanceof OnnxValue.Constant b) {
            return new OnnxValue.Constant(folded(node, a.tensor(), b.tensor()));
        }
        if (right instanceof OnnxValue.Constant weight
                && weight.tensor().shape().size() == 2
                && !(left instanceof OnnxValue.Constant)) {
            return OnnxAffine.product(node, model, model.placed(node, 0), weight.tensor());
        }
        Placed a = matrix(node, model, 0);
        Placed b = matrix(node, model, 1);
        Arrangement how = batched(node, a.how(), b.how(), model);
        List<Integer> matrices = how.extents().subList(0, how.rank() - 2);
        List<Integer> result = new ArrayList<>(matrices);
        result.add(a.how().extents().get(a.how().rank() - 2));
        result.add(b.how().extents().get(b.how().rank() - 1));
        Arrangement product = new Arrangement(result, how.axis(), how.outer(), model.samples());
        int layer = model.builder()
                .add(
                        node.module(),
                        new MatMul(false, false),
                        beside(node, a, product, model),
                        beside(node, b, product, model));
        return vectors(node, model, layer, product, rank(left, model), rank(right, model));
    }

    private static int rank(OnnxValue value, OnnxImport model) {
        return value instanceof OnnxValue.Constant constant
                ? constant.tensor().shape().size()
                : value instanceof OnnxValue.ChannelsLast
                        ? 4
                        : model.arrangement(value).rank();
    }

    /** Takes away the axes that were put in for vectors. */
    private static OnnxValue vectors(
            OnnxNode node, OnnxImport model, int layer, Arrangement product, int leftRank, int rightRank) {
        Arrangement how = product;
        if (rightRank == 1) {
            how = how.without(how.rank() - 1);
        }
        if (leftRank == 1) {
            how = how.without(how.rank() - (rightRank == 1 ? 1 : 2));
        }
        return model.feature(model.reshaped(node, layer, how.sample()), how);
    }

    /** An operand with at least two axes. */
    private static Placed matrix(OnnxNode node, OnnxImport model, int input) {
        Placed placed = model.placed(node, input);
        if (placed.how().rank() >= 2) {
            return placed;
        }
        if (placed.how().rank() == 0) {
            throw node.refused("multiplies a matrix by a single number; write it with *");
        }
        Arrangement how = placed.how().inserted(input == 0 ? 0 : 1, 1);
        return new Placed(model.reshaped(node, placed.layer(), how.sample()), how);
    }

    /** Where the samples are in the product. */
    private static Arrangement batched(OnnxNode node, Arrangement a, Arrangement b, OnnxImport model) {
        int rank = Math.max(a.rank(), b.rank());
        List<Integer> leading = new ArrayList<>(OnnxFold.shape(
                node, a.extents().subList(0, a.rank() - 2), b.extents().subList(0, b.rank() - 2)));
        leading.add(1);
        leading.add(1);
        int axis = -1;
        int outer = 1;
        for (Arrangement each : List.of(a, b)) {
            if (each.axis() < 0) {
                continue;
            }
            int here = each.axis() + rank - each.rank();
            boolean inside = here == rank - 1 && each == a || here == rank - 2 && each == b;
            if (inside || here >= rank - 2 && axis >= 0 || axis >= 0 && (axis != here || outer != each.outer())) {
                throw node.refused("sums over the samples, or joins values that keep them on different axes");
            }
            axis = here;
            outer = each.outer();
        }
        return new Arrangement(leading, axis, outer, model.samples());
    }

    /** An operand without the axis of the samples, where it is one of its own of extent 1. */
    private static int beside(OnnxNode node, Placed operand, Arrangement product, OnnxImport model) {
        int axis = product.axis() - product.rank() + operand.how().rank();
        boolean matrix = product.axis() >= product.rank() - 2;
        if (operand.how().axis() >= 0 || product.axis() < 0 || axis < 0 || matrix || !product.isPure()) {
            if (matrix && product.isPure() && operand.how().axis() >= 0) {
                // the samples are the rows (or columns): a sample is a single one
                List<Integer> extents = new ArrayList<>(operand.how().extents());
                extents.set(operand.how().axis(), 1);
                return model.reshaped(node, operand.layer(), extents);
            }
            return operand.layer();
        }
        return model.reshaped(node, operand.layer(), operand.how().without(axis).sample());
    }

    private static Tensor folded(OnnxNode node, Tensor left, Tensor right) {
        int leftRank = left.shape().size();
        int rightRank = right.shape().size();
        if (leftRank < 2
                || rightRank < 2
                || !left.shape().get(leftRank - 1).equals(right.shape().get(rightRank - 2))) {
            throw node.refused("multiplies constants of the shapes " + left.shape() + " and " + right.shape());
        }
        int rows = left.shape().get(leftRank - 2);
        int inner = left.shape().get(leftRank - 1);
        int columns = right.shape().get(rightRank - 1);
        List<Integer> leading = OnnxFold.shape(
                node, left.shape().subList(0, leftRank - 2), right.shape().subList(0, rightRank - 2));
        int count = leading.stream().reduce(1, Math::multiplyExact);
        long size = (long) count * rows * columns;
        if (size > MAX_FOLDED || (double) size * inner > MAX_WORK) {
            throw node.refused("multiplies constants of the shapes " + left.shape() + " and " + right.shape()
                    + ", which is too much to compute beforehand; store the product");
        }
        Tensor a = OnnxFold.expanded(node, left, with(leading, rows, inner));
        Tensor b = OnnxFold.expanded(node, right, with(leading, inner, columns));
        double[] product = new double[count * rows * columns];
        for (int m = 0; m < count * rows; m++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    product[m * columns + j] +=
                            a.values().get(m * inner + k) * b.values().get((m / rows * inner + k) * columns + j);
                }
            }
        }
        return new Tensor(node.computed(), with(leading, rows, columns), new Storage.Float64(product));
    }

    private static List<Integer> with(List<Integer> leading, int rows, int columns) {
        List<Integer> shape = new ArrayList<>(leading);
        shape.add(rows);
        shape.add(columns);
        return shape;
    }

    /** A product of two values, with a factor and a sum. */
    private static OnnxValue written(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> turned = List.of(1, 0);
        String left = node.integer("transA", 0) == 0 ? node.input(0) : steps.transposed(node.input(0), turned);
        String right = node.integer("transB", 0) == 0 ? node.input(1) : steps.transposed(node.input(1), turned);
        String product = steps.step("MatMul", left, right);
        double alpha = node.constant("alpha", 1);
        if (alpha != 1) {
            product = steps.step("Mul", product, steps.scalar(alpha));
        }
        double beta = node.constant("beta", 1);
        if (node.input(2).isEmpty() || beta == 0) {
            return steps.value(product);
        }
        String shift = beta == 1 ? node.input(2) : steps.step("Mul", node.input(2), steps.scalar(beta));
        return steps.value(steps.step("Add", product, shift));
    }

    /** A dense layer on samples whose positions are folded into the rows. */
    private static OnnxValue gemm(OnnxNode node, OnnxImport model) {
        if (node.integer("transA", 0) != 0
                || !(model.value(node, 1) instanceof OnnxValue.Constant)
                || node.number("alpha", 1) != 1) {
            return written(node, model);
        }
        Placed input = model.placed(node, 0);
        Tensor weight = model.constant(node, 1, "a weight");
        WeightOrder order = node.integer("transB", 0) != 0 ? WeightOrder.OUT_IN : WeightOrder.IN_OUT;
        Optional<Tensor> bias = node.input(2).isEmpty() || node.number("beta", 1) == 0
                ? Optional.empty()
                : Optional.of(model.constant(node, 2, "a bias"));
        return OnnxAffine.along(node, model, input, weight, order, bias);
    }
}
