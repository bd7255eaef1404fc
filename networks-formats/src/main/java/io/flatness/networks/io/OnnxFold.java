package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Arithmetic on constants, with NumPy's rules for shapes. */
final class OnnxFold {
    private OnnxFold() {}

    /** The shape to which two shapes are broadcast. */
    static List<Integer> shape(OnnxNode node, List<Integer> a, List<Integer> b) {
        int rank = Math.max(a.size(), b.size());
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int left = extent(a, i - rank + a.size());
            int right = extent(b, i - rank + b.size());
            if (left != right && left != 1 && right != 1) {
                throw node.refused("combines values of the shapes " + a + " and " + b);
            }
            shape.add(left == 1 ? right : left);
        }
        return shape;
    }

    private static int extent(List<Integer> shape, int axis) {
        return axis < 0 ? 1 : shape.get(axis);
    }

    static Tensor broadcast(OnnxNode node, Tensor a, Tensor b, DoubleBinaryOperator function) {
        List<Integer> shape = shape(node, a.shape(), b.shape());
        Tensor left = expanded(node, a, shape);
        Tensor right = expanded(node, b, shape);
        double[] values = new double[left.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    function.applyAsDouble(left.values().get(i), right.values().get(i));
        }
        return new Tensor(node.computed(), shape, new Storage.Float64(values));
    }

    /** A tensor repeated to a larger shape. */
    static Tensor expanded(OnnxNode node, Tensor tensor, List<Integer> shape) {
        if (tensor.shape().equals(shape)) {
            return tensor;
        }
        int size = OnnxConstants.size(node, shape);
        int[] strides = new int[shape.size()];
        int stride = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            int own =
                    extent(tensor.shape(), axis - shape.size() + tensor.shape().size());
            strides[axis] = own == 1 ? 0 : stride;
            stride *= own;
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            int from = 0;
            int rest = i;
            for (int axis = shape.size() - 1; axis >= 0; axis--) {
                from += rest % shape.get(axis) * strides[axis];
                rest /= shape.get(axis);
            }
            values[i] = tensor.values().get(from);
        }
        return new Tensor(node.computed(), shape, new Storage.Float64(values));
    }

    /** What is left of a constant beside a value: what it holds for one sample, once it is seen to be the same for all. */
    static Tensor perSample(OnnxNode node, Tensor tensor, Arrangement beside) {
        int axis = beside.axis() - beside.rank() + tensor.shape().size();
        if (beside.axis() < 0 || axis < 0) {
            return tensor;
        }
        List<Integer> shape = new ArrayList<>(tensor.shape());
        int extent = shape.get(axis);
        int own = beside.extents().get(beside.axis());
        if (extent == 1) {
            if (beside.isPure()) {
                shape.remove(axis);
            }
            return new Tensor(tensor.name(), shape, tensor.values());
        }
        if (extent != own) {
            throw node.refused("combines samples of the shape " + beside.extents() + " with a constant of the shape "
                    + tensor.shape());
        }
        int before = tensor.shape().subList(0, axis).stream().reduce(1, (a, b) -> a * b) * beside.outer();
        int after = tensor.size() / Math.max(1, before * beside.samples());
        double[] values = new double[before * after];
        for (int i = 0; i < before; i++) {
            for (int s = 0; s < beside.samples(); s++) {
                for (int k = 0; k < after; k++) {
                    double value = tensor.values().get((i * beside.samples() + s) * after + k);
                    if (s == 0) {
                        values[i * after + k] = value;
                    } else if (values[i * after + k] != value) {
                        throw node.refused("combines each sample with other numbers, by its place among the samples");
                    }
                }
            }
        }
        if (beside.isPure()) {
            shape.remove(axis);
        } else {
            shape.set(axis, extent / beside.samples());
        }
        return new Tensor(tensor.name(), shape, new Storage.Float64(values));
    }
}
