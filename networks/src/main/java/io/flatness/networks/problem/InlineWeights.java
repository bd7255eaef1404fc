package io.flatness.networks.problem;

import io.flatness.networks.io.Storage;
import io.flatness.networks.io.Tensor;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.TensorSpec;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.InvalidParameterException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weights and biases written in the experiment, rows of W_k by input unit as in the paper. */
final class InlineWeights implements WeightSource {
    private final List<List<double[]>> weights;
    private final @Nullable List<double[]> biases;
    private int next;

    InlineWeights(List<List<double[]>> weights, @Nullable List<double[]> biases) {
        this.weights = weights;
        this.biases = biases;
    }

    /** Input and output widths d_0 … d_K that the weights imply. */
    List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (int k = 0; k < weights.size(); k++) {
            List<double[]> rows = weights.get(k);
            if (rows.isEmpty() || rows.get(0).length == 0) {
                throw new InvalidParameterException("model.weights", "W_" + (k + 1) + " is empty");
            }
            if (k == 0) {
                widths.add(rows.size());
            } else if (rows.size() != widths.get(k)) {
                throw new InvalidParameterException(
                        "model.weights",
                        "W_" + (k + 1) + " has " + rows.size() + " rows, but W_" + k + " has " + widths.get(k)
                                + " columns; W_k has d_{k−1} rows and d_k columns");
            }
            widths.add(rows.get(0).length);
        }
        return widths;
    }

    @Override
    public WeightOrder order() {
        return WeightOrder.IN_OUT;
    }

    @Override
    public List<Tensor> tensors(String layer, LayerSpec spec, List<Shape> inputs) {
        if (next >= weights.size()) {
            throw new InvalidParameterException(
                    "model.weights", "there are " + weights.size() + " weights, but layer " + layer + " needs another");
        }
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec tensor : spec.parameters(inputs)) {
            double[] values = tensor.role().equals("weight") ? weight(tensor) : bias(tensor);
            tensors.add(new Tensor(layer + "." + tensor.role(), tensor.shape(), new Storage.Float64(values)));
        }
        next++;
        return tensors;
    }

    private double[] weight(TensorSpec tensor) {
        if (tensor.shape().size() != 2) {
            throw new InvalidParameterException(
                    "model.weights", "weights written in the experiment are for dense layers; read others from a file");
        }
        List<double[]> rows = weights.get(next);
        int columns = tensor.shape().get(1);
        if (rows.size() != tensor.shape().get(0)) {
            throw new InvalidParameterException(
                    "model.weights",
                    "W_" + (next + 1) + " has " + rows.size() + " rows; " + tensor.shape() + " is expected");
        }
        double[] values = new double[rows.size() * columns];
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length != columns) {
                throw new InvalidParameterException(
                        "model.weights",
                        "W_" + (next + 1) + " has " + rows.get(i).length + " numbers in row " + i + ", but " + columns
                                + " are expected");
            }
            System.arraycopy(rows.get(i), 0, values, i * columns, columns);
        }
        return values;
    }

    private double[] bias(TensorSpec tensor) {
        if (biases == null) {
            return new double[tensor.shape().get(0)];
        }
        double[] bias = biases.get(next);
        if (bias.length != tensor.shape().get(0)) {
            throw new InvalidParameterException(
                    "model.biases",
                    "b_" + (next + 1) + " has " + bias.length + " numbers, but W_" + (next + 1) + " has "
                            + tensor.shape().get(0) + " columns");
        }
        return bias.clone();
    }

    @Override
    public void finish() {
        if (next < weights.size()) {
            throw new InvalidParameterException(
                    "model.weights", "there are " + weights.size() + " weights, but only " + next + " layers take one");
        }
    }
}
